"""Which report an address names, and on which side its reader sits."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.models import User
from accounts.requests import citizen_of
from common.errors import DomainError
from projects.models import MonitoringReport, Organisation, Part
from projects.monitoring.deeds import STATES, SUBMITS
from projects.monitoring.told import head
from projects.organisations.access import seat_of


class Room(NamedTuple):
    """A report as somebody of one side sees it."""

    organisation: Organisation
    report: MonitoringReport
    user: User
    part: Part

    @property
    def is_owner(self) -> bool:
        return self.report.project.owner_id == self.organisation.pk

    @property
    def may_submit(self) -> bool:
        """As its owner, or as its verifier state what it comes to."""
        return self.part in (SUBMITS if self.is_owner else STATES)

    @property
    def address(self) -> str:
        return reverse("projects:report", args=[self.organisation.public_id, self.report.public_id])

    def context(self, **more: Any) -> dict[str, Any]:
        return {"room": self, "organisation": self.organisation, **head(self.report), **more}


def room_of(request: HttpRequest, public_id: str, report_id: str) -> Room:
    """404 where the organisation is neither the report's owner nor its verifier."""
    seat = seat_of(request, public_id)
    sides = Q(project__owner=seat.organisation) | Q(verifier=seat.organisation)
    reports = MonitoringReport.objects.filter(sides).select_related("project__owner", "verifier")
    return Room(
        seat.organisation, get_object_or_404(reports, public_id=report_id), citizen_of(request), Part(seat.part)
    )


def owners_room(request: HttpRequest, public_id: str, report_id: str) -> Room:
    """404 for the verifier, too."""
    room = room_of(request, public_id, report_id)
    if not room.is_owner:
        raise Http404
    return room


def verifiers_room(request: HttpRequest, public_id: str, report_id: str) -> Room:
    """404 for the owner, too."""
    room = room_of(request, public_id, report_id)
    if room.is_owner:
        raise Http404
    return room


def done(request: HttpRequest, room: Room, deed: Callable[[], object], said: str) -> HttpResponse:
    """Does it, says so or why not, and leads back to the report."""
    try:
        deed()
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return redirect(room.address)
