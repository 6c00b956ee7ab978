"""A merchant leaves: nothing new is offered, what citizens have is honoured or goes back, a final statement follows.

Whoever leaves has seen what becomes of offers, vouchers, staff and what is owed. Locks: the offers, then the merchant.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from credits import statements
from merchants import absences, editions
from merchants.models import Membership, Merchant, Offer, OfferStatus, Redemption, Shop
from merchants.refusals import ChangedSince, NotLeaving

SEEN = (OfferStatus.PUBLISHED, OfferStatus.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Departure:
    """What leaving would do now; `seen` is all of it as one word, but for what is owed, which citizens move."""

    offers: int
    """On show or with the desk."""
    honoured: int
    until: datetime | None
    """When the last of these runs out."""
    shops: list[Shop]
    """Where they are taken."""
    stranded: int
    """Taken by no open shop: their credits go back."""
    staff: int
    fen: int
    """Owed and not paid yet."""
    seen: str


def foreseen(merchant: Merchant) -> Departure:
    held = Redemption.objects.held().filter(merchant=merchant)
    honoured, stranded = held.taken_somewhere(), held.taken_nowhere().count()
    shops = list(merchant.shops.filter(is_open=True).order_by("pk"))
    offers = sorted(Offer.objects.filter(merchant=merchant, status__in=SEEN).values_list("pk", "status"))
    staff = Membership.objects.current().filter(merchant=merchant).count()
    number = honoured.count()
    return Departure(
        offers=len(offers),
        honoured=number,
        until=honoured.aggregate(until=Max("expires_at"))["until"],
        shops=shops,
        stranded=stranded,
        staff=staff,
        fen=statements.owed_to(merchant.public_id),
        seen=editions.of_what_is_shown(offers, number, stranded, [shop.pk for shop in shops], staff),
    )


@transaction.atomic
def leave(*, owner: Membership, seen: str, now: datetime) -> Merchant:
    """Takes every offer off. Raises `NotLeaving`, and `ChangedSince` where what was seen is not what would be done."""
    offers = Offer.objects.filter(merchant=owner.merchant_id, status__in=SEEN).order_by("pk")
    locked = list(offers.select_for_update(no_key=True))
    merchant = Merchant.objects.select_for_update(no_key=True).get(pk=owner.merchant_id)
    if not merchant.is_approved or merchant.is_leaving:
        raise NotLeaving
    if foreseen(merchant).seen != seen:
        raise ChangedSince
    for offer in locked:
        _take_off(offer)
    absences.note_of_merchant(merchant.pk, now=now)
    merchant.leaving_at, merchant.leaving_by = now, owner
    merchant.save(update_fields=["leaving_at", "leaving_by"])
    return merchant


@transaction.atomic
def stay(*, merchant: Merchant) -> Merchant:
    """After all; offers that were taken off stay off. Raises `NotLeaving`."""
    locked = Merchant.objects.select_for_update(no_key=True).get(pk=merchant.pk)
    if not locked.is_leaving:
        raise NotLeaving
    locked.leaving_at = locked.leaving_by = None
    locked.save(update_fields=["leaving_at", "leaving_by"])
    return locked


def _take_off(offer: Offer) -> None:
    """What was on show is withdrawn; what waits for the desk is a draft again."""
    if offer.status == OfferStatus.PUBLISHED:
        offer.status = OfferStatus.WITHDRAWN
    else:
        offer.status, offer.submitted_at = OfferStatus.DRAFT, None
    offer.save(update_fields=["status", "submitted_at"])
