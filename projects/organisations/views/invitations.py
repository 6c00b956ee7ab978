"""An invitation to act for an organisation, as the one who is invited sees it: accepted or declined."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import citizen_of
from common.access import owners
from common.errors import DomainError
from projects.models import Seat
from projects.organisations.seats import accept, decline, invitations_of


@owners
@never_cache
@require_safe
def invitation(request: HttpRequest, seat_id: str) -> HttpResponse:
    """Who invites, and what the part means."""
    return render(request, "projects/room/invitation.html", {"invitation": _own(request, seat_id)})


@owners
@never_cache
@require_POST
def accept_seat(request: HttpRequest, seat_id: str) -> HttpResponse:
    """From now on they act for the organisation."""
    invited = _own(request, seat_id)
    try:
        accept(citizen=citizen_of(request), seat=invited, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return redirect("projects:mine")
    messages.success(request, _("You now act for %(organisation)s.") % {"organisation": invited.organisation})
    return redirect("projects:room", invited.organisation.public_id)


@owners
@never_cache
@require_POST
def decline_seat(request: HttpRequest, seat_id: str) -> HttpResponse:
    """The invitation is gone."""
    invited = _own(request, seat_id)
    try:
        decline(citizen=citizen_of(request), seat=invited, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("You declined the invitation."))
    return redirect("projects:mine")


def _own(request: HttpRequest, seat_id: str) -> Seat:
    return get_object_or_404(invitations_of(citizen_of(request)), public_id=seat_id)
