"""The organisations that somebody acts for, and the room of one: what waits for the reader, and the ways on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from common.access import citizens
from projects.models import Organisation, UnitBlock
from projects.organisations import turns
from projects.organisations.access import seat_of, seated, seats_of
from projects.organisations.applying import open_application_of
from projects.organisations.seats import invitations_of, seats_in
from projects.public import reading


@citizens
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The reader's organisations, what they are invited to, and the way to apply for another."""
    citizen = citizen_of(request)
    context = {
        "seats": seats_of(citizen),
        "invitations": invitations_of(citizen),
        "may_apply": open_application_of(citizen) is None,
    }
    return render(request, "projects/room/mine.html", context)


@seated()
@never_cache
@require_safe
def room(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where an organisation stands, what waits for the reader, its projects, and the ways on."""
    seat, now = seat_of(request, public_id), timezone.now()
    organisation = seat.organisation
    people = seats_in(organisation).filter(user__isnull=False)
    context = {
        "organisation": organisation,
        "seat": seat,
        "is_own_application": organisation.applicant_id == citizen_of(request).pk,
        "waits": turns.waiting(seat, now=now),
        "cards": turns.cards(seat, now=now),
        "projects": reading.with_sums(organisation.projects.select_related("owner").order_by("-number")),
        "people": people.count(),
        # With anybody beside an owner there are two: one to order, another to release.
        "is_alone": _may_have_units(organisation) and people.count() == 1,
    }
    return render(request, "projects/room/room.html", context)


def _may_have_units(organisation: Organisation) -> bool:
    """A verifier that holds none has nothing to release."""
    return not organisation.is_verifier or UnitBlock.objects.filter(holder=organisation).exists()
