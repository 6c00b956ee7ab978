"""As what a visitor leads a merchant: the one place through which every page of a merchant's own finds that out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts import proofs
from accounts.requests import citizen_of
from accounts.views.second_factor import address_to_prove
from common.access import owners
from merchants.models import Membership, Merchant
from merchants.room.staff import memberships_leading

View = Callable[..., HttpResponseBase]


def leads(view: View) -> View:
    """As `owners`, for an address that names a merchant; a leader shows their second factor before they are let in."""

    @wraps(view)
    def led(request: HttpRequest, public_id: str, **named: Any) -> HttpResponseBase:
        # First, so that a stranger does not learn from being asked for a code that the merchant exists.
        leader(request, public_id)
        if not proofs.is_proven(request, now=timezone.now()):
            return redirect(address_to_prove(request.get_full_path()))
        return view(request, public_id, **named)

    return owners(led)


def leader(request: HttpRequest, public_id: str) -> Membership:
    """The owner's or manager's membership at the merchant that an address names; 404 to everybody else."""
    return get_object_or_404(memberships_leading(citizen_of(request)), merchant__public_id=public_id)


def is_leader(request: HttpRequest, merchant: Merchant | None) -> bool:
    """Whether the visitor, who may be nobody, is an owner or manager of a merchant."""
    if not request.user.is_authenticated or merchant is None:
        return False
    return memberships_leading(citizen_of(request)).filter(merchant=merchant).exists()
