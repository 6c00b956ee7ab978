"""As what a visitor acts for an organisation: the one place through which every page of its room finds that out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts import proofs
from accounts.models import User
from accounts.requests import citizen_of
from accounts.views.second_factor import address_to_prove
from common.access import owners
from projects.models import Organisation, OrganisationStatus, Part, Seat
from projects.refusals import NotApproved, NotYourPart

View = Callable[..., HttpResponseBase]
PROVEN = (Part.OWNER, Part.RELEASER)
"""Who may submit, release or retire shows the second factor on every page; an editor drafts without."""


def seated(*parts: Part) -> Callable[[View], View]:
    """As `owners`, for an address that names an organisation: whoever has one of these parts, or any, is let in.

    To everybody else the organisation does not exist. The view looks its seat up by `seat_of`.
    """

    def opened(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, public_id: str, **named: Any) -> HttpResponseBase:
            # First, so that a stranger does not learn from being asked for a code that the organisation exists.
            seat = seat_of(request, public_id, *parts)
            if seat.part in PROVEN and not proofs.is_proven(request, now=timezone.now()):
                return redirect(address_to_prove(request.get_full_path()))
            return view(request, public_id, **named)

        return owners(entered)

    return opened


def seat_of(request: HttpRequest, public_id: str, *parts: Part) -> Seat:
    """The visitor's seat in the organisation that an address names, with it; 404 to everybody else."""
    return get_object_or_404(seats_of(citizen_of(request), *parts), organisation__public_id=public_id)


def seats_of(user: User, *parts: Part) -> QuerySet[Seat]:
    """Every seat in which somebody acts for an organisation, of these parts or of any."""
    seats = Seat.objects.current().filter(user=user).select_related("organisation", "user").order_by("pk")
    return seats.filter(part__in=parts) if parts else seats


def check_acts(organisation: Organisation, user: User, *parts: Part, even_suspended: bool = False) -> None:
    """For use cases: somebody with one of these parts acts for an approved one. Raises `NotYourPart`, `NotApproved`."""
    if not seats_of(user, *parts).filter(organisation=organisation).exists():
        raise NotYourPart
    # Asked anew: whoever locked the row after it was read may have suspended it.
    if (
        not even_suspended
        and not Organisation.objects.filter(pk=organisation.pk, status=OrganisationStatus.APPROVED).exists()
    ):
        raise NotApproved(name=str(organisation))
