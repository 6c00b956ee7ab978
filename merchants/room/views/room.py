"""The room of a merchant: where it stands, and the ways to all that its owner and managers look after."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from common.city_time import city_day
from merchants import bank_accounts, businesses
from merchants.models import Merchant, Offer, OfferStatus, Role, Statement, StatementStatus
from merchants.room import owed
from merchants.room.leading import leader, leads


@leads
@never_cache
@require_safe
def room(request: HttpRequest, public_id: str) -> HttpResponse:
    """The state of a merchant and cards to its shops, offers, staff and what it is owed."""
    by, now = leader(request, public_id), timezone.now()
    merchant, is_owner = by.merchant, by.role == Role.OWNER
    context = {
        "merchant": merchant,
        "is_owner": is_owner,
        "missing": businesses.missing(merchant, now=now) if is_owner else "",
        "pending": bank_accounts.pending(merchant, now=now) if is_owner else None,
        "is_own_application": merchant.applicant_id == citizen_of(request).pk,
        "offers": _offers(merchant),
        "captured_today": owed.captured_on(merchant, city_day(now)),
        "statements_waiting": Statement.objects.filter(merchant=merchant, status=StatementStatus.CLOSED).count(),
        "open_shops": merchant.shops.filter(is_open=True).count(),
    }
    return render(request, "merchants/room/room.html", context)


def _offers(merchant: Merchant) -> dict[str, int]:
    """How many of a merchant's offers stand where."""
    today = city_day(timezone.now())
    offers = Offer.objects.filter(merchant=merchant)
    return {
        "on_show": offers.on_show(today).count(),
        "waiting": offers.filter(status=OfferStatus.SUBMITTED).count(),
        "drafts": offers.filter(status=OfferStatus.DRAFT).count(),
    }
