"""As what a visitor leads a merchant: the one place through which every page of a merchant's own finds that out."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.requests import citizen_of
from merchants.models import Membership, Merchant
from merchants.staff import memberships_leading


def leader(request: HttpRequest, public_id: str) -> Membership:
    """The owner's or manager's membership at the merchant that an address names; 404 to everybody else."""
    return get_object_or_404(memberships_leading(citizen_of(request)), merchant__public_id=public_id)


def leads(request: HttpRequest, merchant: Merchant | None) -> bool:
    """Whether the visitor, who may be nobody, is an owner or manager of a merchant."""
    if not request.user.is_authenticated or merchant is None:
        return False
    return memberships_leading(citizen_of(request)).filter(merchant=merchant).exists()
