"""Who may open the pages that lead a merchant: its owner and managers, once they have shown their second factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts import proofs
from accounts.requests import citizen_of
from accounts.views.second_factor import address_to_prove
from common.access import owners
from merchants.models import Membership
from merchants.staff import memberships_leading

View = Callable[..., HttpResponse]


def leads(view: View) -> View:
    """As `owners`, for an address that names a merchant; a leader shows their second factor before they are let in."""

    @wraps(view)
    def led(request: HttpRequest, public_id: str, **named: Any) -> HttpResponse:
        # First, so that a stranger does not learn from being asked for a code that the merchant exists.
        leader(request, public_id)
        if not proofs.is_proven(request, now=timezone.now()):
            return redirect(address_to_prove(request.get_full_path()))
        return view(request, public_id, **named)

    return owners(led)


def leader(request: HttpRequest, public_id: str) -> Membership:
    """As what the visitor leads the merchant; 404 where they do not."""
    return get_object_or_404(memberships_leading(citizen_of(request)), merchant__public_id=public_id)
