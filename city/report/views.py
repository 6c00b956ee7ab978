"""The city's report in public: its years, each version whole and part by part, what changed, and on paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from city.report import changes, paper, reading
from city.report.parts import NAMES
from city.report.reading import PartText, Version
from city.report.showing import shown_of
from common.access import public


@public
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Every year with the version that holds."""
    return render(request, "city/reports.html", {"versions": [_version(year) for year in reading.years()]})


@public
@require_safe
def report(request: HttpRequest, year: int, version: int | None = None) -> HttpResponse:
    """The table of contents of the version that holds, or of an earlier one at its own address."""
    found = _version(year, version)
    context = {"parts": [(NAMES[part.part], part) for part in found.parts]}
    return render(request, "city/report.html", {**_frame(found, version), **context})


@public
@require_safe
def part(request: HttpRequest, year: int, part: str, version: int | None = None) -> HttpResponse:
    """One part whole, with what its sections show as of its publication."""
    found = _version(year, version)
    text = found.part(part)
    if text is None:
        raise Http404
    context = {"part": text, "name": NAMES[text.part], "sections": [(one, shown_of(one)) for one in text.sections]}
    return render(request, "city/report_part.html", {**_frame(found, version), **context, **_beside(found, text)})


@public
@require_safe
def changed(request: HttpRequest, year: int, version: int) -> HttpResponse:
    """What this version says otherwise than the one before it."""
    found = _version(year, version)
    before = _version(year, version - 1) if version > 1 else None
    parts = [(NAMES[one.part], one.changes) for one in changes.between(before, found)]
    return render(request, "city/report_changes.html", {**_frame(found, version), "before": before, "changed": parts})


@public
@require_safe
def as_pdf(request: HttpRequest, year: int, version: int) -> HttpResponse:
    """A version on paper, in the reader's language; what was published never changes, so it may be kept."""
    found = _version(year, version)
    response = HttpResponse(paper.made(found, request.build_absolute_uri), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="report-{year}-v{found.number}.pdf"'
    return response


def _version(year: int, number: int | None = None) -> Version:
    """The one that holds where no number is asked for."""
    versions = reading.versions(year)
    wanted = len(versions) if number is None else number
    if not 1 <= wanted <= len(versions):
        raise Http404
    return versions[wanted - 1]


def _frame(found: Version, asked: int | None) -> dict[str, object]:
    """What every page of a version says of it; `pinned` where the address names it for good."""
    versions = reading.versions(found.year)
    return {
        "version": found,
        "versions": versions[::-1],
        "is_last": found.number == len(versions),
        "pinned": asked,
    }


def _beside(version: Version, text: PartText) -> dict[str, object]:
    """The parts before and after."""
    at = version.parts.index(text)
    before, after = version.parts[max(at - 1, 0) : at], version.parts[at + 1 : at + 2]
    return {
        "before": before and (before[0].part, NAMES[before[0].part]),
        "after": after and (after[0].part, NAMES[after[0].part]),
    }
