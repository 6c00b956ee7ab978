"""The public registry: its sums, map and projects, one project, the certificate of a retirement, and what changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.districts import District
from common import paging
from common.access import public
from common.qr import qr_drawing
from common.texts import in_reader_language
from methodologies.projects.known import fields, known
from methodologies.projects.registry import method
from projects.cycle import reading as designs
from projects.models import CarbonProject, ProjectDesign
from projects.public import certificate, drawing, feed, finding, reading
from projects.public import map as map_of_tiles
from projects.public import reports as public_reports
from projects.serials import serial

PROJECTS_A_PAGE = 20
RETIREMENTS_A_PAGE = 20
CHANGES_IN_THE_FEED = 50


@public
@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """Sums of all units, the map, and the projects that are asked for, or the designs on their way to become some."""
    wanted, after = finding.Wanted.of(request.GET.dict()), request.GET.get("older_than")
    found = _designs(wanted, after) if wanted.of_designs else _projects(wanted, after)
    is_whole = found["page"].is_first and not any(wanted)
    context = {
        "map": map_of_tiles.of_registry(),
        "wanted": wanted,
        "asked": _asked(),
        "on_their_way": _on_their_way() if is_whole else [],
        **found,
    }
    return render(request, "projects/public/registry.html", context)


@public
@require_safe
def project(request: HttpRequest, public_id: str) -> HttpResponse:
    """A project: what it is, what it was issued, and what its units were used for."""
    found = get_object_or_404(CarbonProject.objects.select_related("owner"), public_id=public_id)
    [listed] = reading.with_sums([found])
    used = paging.page(
        reading.retirements(found),
        size=RETIREMENTS_A_PAGE,
        after=request.GET.get("older_than"),
        by=["-decided_at", "-pk"],
    )
    context = {
        "listed": listed,
        "how_public": designs.how_public(known()[found.method]),
        "parameters": list(designs.parameters(found.parameters, method(found.method))),
        "boundary": drawing.drawn(reading.boundary(found)),
        "issuances": reading.issuances(found),
        "used": used,
        "reports": public_reports.of_project(found),
        "design": designs.shown_to_all().filter(project=found).first(),
    }
    return render(request, "projects/public/project.html", context)


@public
@require_safe
def retirement(request: HttpRequest, public_id: str) -> HttpResponse:
    """The certificate that units were used up, for whom and what for; its code leads back to it."""
    used = get_object_or_404(reading.retirements(), public_id=public_id)
    address, move = request.build_absolute_uri(reverse("projects:retirement", args=[public_id])), used.move
    assert move is not None, "what is released has moved"
    context = {
        "used": used,
        "project": move.issuance.project,
        "issuance": move.issuance,
        "serial": serial(move.issuance, move.numbers),
        "code": qr_drawing(address),
        "address": address,
    }
    return render(request, "projects/public/retirement.html", context)


@public
@require_safe
def retirement_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same on paper."""
    used = get_object_or_404(reading.retirements(), public_id=public_id)
    address = request.build_absolute_uri(reverse("projects:retirement", args=[public_id]))
    response = HttpResponse(certificate.made(used, address), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{public_id}.pdf"'
    return response


@public
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The latest moves, publications and registrations as an Atom feed; who gave and who took is not told."""
    page = request.build_absolute_uri(reverse("projects:registry"))
    told = Atom1Feed(_("Changes of the registry of units"), page, "", feed_url=request.build_absolute_uri())
    for change in feed.latest(CHANGES_IN_THE_FEED):
        told.add_item(
            change.title,
            request.build_absolute_uri(change.address),
            change.words,
            unique_id=f"{page}#{change.key}",
            pubdate=change.happened_at,
            updateddate=change.happened_at,
        )
    return HttpResponse(told.writeString("utf-8"), content_type=told.content_type)


def _on_their_way() -> list[tuple[ProjectDesign, int]]:
    """Designs published now, each with the days that are left for comments."""
    now = timezone.now()
    rows = designs.open_for_comments(now=now)[:PROJECTS_A_PAGE]
    return [(design, designs.days_left(design, now=now)) for design in rows]


def _projects(wanted: finding.Wanted, after: str | None) -> dict[str, Any]:
    page = paging.page(finding.projects(wanted), size=PROJECTS_A_PAGE, after=after, by=["-number"])
    return {"page": page, "listed": reading.with_sums(page.rows)}


def _designs(wanted: finding.Wanted, after: str | None) -> dict[str, Any]:
    page = paging.page(finding.designs(wanted), size=PROJECTS_A_PAGE, after=after, by=["-stage_at", "-pk"])
    return {"page": page}


def _asked() -> dict[str, list[tuple[str, Any]]]:
    """By what the list may be narrowed down, each with its words."""
    years = range(timezone.localdate().year, finding.FIRST_YEAR - 1, -1)
    return {
        "fields": [(code.value, in_reader_language(one.label)) for code, one in fields().items()],
        "methods": [(code, in_reader_language(one.name)) for code, one in known().items()],
        "districts": District.choices,
        "stages": list(finding.STAGES.items()),
        "years": [(str(year), year) for year in years],
    }
