"""Which event an address of a room names, and on which side its reader sits."""

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
from projects.events.deeds import PUBLISHES
from projects.models import Event, EventVersion, Organisation, Part
from projects.organisations.access import seat_of


class Place(NamedTuple):
    """An event as somebody of one side sees it."""

    organisation: Organisation
    event: Event
    user: User
    part: Part

    @property
    def is_owner(self) -> bool:
        return self.event.owner_id == self.organisation.pk

    @property
    def may_publish(self) -> bool:
        return self.part in PUBLISHES

    @property
    def address(self) -> str:
        return reverse("projects:event", args=[self.organisation.public_id, self.event.public_id])

    @property
    def draft(self) -> EventVersion | None:
        """The version that is being written; the organiser alone sees it."""
        return self.event.versions.filter(frozen_at=None).first() if self.is_owner else None

    def context(self, **more: Any) -> dict[str, Any]:
        return {"place": self, "organisation": self.organisation, "event": self.event, **more}


def place_of(request: HttpRequest, public_id: str, event_id: str) -> Place:
    """404 where the organisation is neither the event's organiser nor its verifier."""
    seat = seat_of(request, public_id)
    sides = Q(owner=seat.organisation) | Q(verifier=seat.organisation)
    events = Event.objects.filter(sides).select_related("owner", "verifier")
    found = get_object_or_404(events, public_id=event_id)
    return Place(seat.organisation, found, citizen_of(request), Part(seat.part))


def owners_place(request: HttpRequest, public_id: str, event_id: str) -> Place:
    """404 for the verifier, too."""
    place = place_of(request, public_id, event_id)
    if not place.is_owner:
        raise Http404
    return place


def done(request: HttpRequest, place: Place, deed: Callable[[], object], said: str) -> HttpResponse:
    """Does it, says so or why not, and leads back to the event."""
    try:
        deed()
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return redirect(place.address)
