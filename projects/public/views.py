"""The public registry: its sums and projects, one project, the certificate of a retirement, and the same as files."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import paging
from common.access import public
from common.csv_stream import Cell, csv_response
from common.qr import qr_drawing
from common.typed.letters import plain
from projects.cycle import reading as designs
from projects.models import CarbonProject, ProjectDesign
from projects.public import certificate, feed, reading
from projects.public import reports as public_reports
from projects.serials import serial

PROJECTS_A_PAGE = 20
RETIREMENTS_A_PAGE = 20
CHANGES_IN_THE_FEED = 50
LONGEST_WORDS = 80


@public
@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """Sums of all units, and the projects; `q` looks for a name, a project's number or a serial number."""
    words = plain(request.GET.get("q", ""))[:LONGEST_WORDS]
    found = reading.projects(words)
    page = paging.page(found, size=PROJECTS_A_PAGE, after=request.GET.get("older_than"), by=["-number"])
    context = {
        "sums": reading.sums(),
        "page": page,
        "listed": reading.with_sums(page.rows),
        "words": words,
        "on_their_way": _on_their_way() if page.is_first and not words else [],
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
        "issuances": reading.issuances(found),
        "used": used,
        "reports": public_reports.of_project(found),
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
def units_file(_request: HttpRequest) -> HttpResponseBase:
    """Every block of units as CSV, by number."""
    header = [
        _("Serial number"),
        _("First unit"),
        _("Last unit"),
        _("Tonnes"),
        _("Project number"),
        _("Project"),
        _("Method"),
        _("Year of the reductions"),
        _("Where they are"),
    ]
    return csv_response("units.csv", header, _unit_rows())


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


def _unit_rows() -> Iterator[list[Cell]]:
    for block in reading.units():
        first, last = reading.first_and_last(block)
        owner = block.issuance.project
        yield [
            block.serial,
            first,
            last,
            block.tonnes,
            owner.number,
            str(owner),
            owner.method,
            block.issuance.vintage,
            block.get_status_display(),
        ]
