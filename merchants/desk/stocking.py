"""Stock that the desk gives an offer: each piece is yuan that the scheme will owe, so nobody gives it to their own.

`by` is who does it; where the offer's merchant is theirs, each raises `merchants.refusals.OwnMerchant`. `seen` is the
edition that their page showed; where it is another, each raises `ChangedSince`.
"""

from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction

from accounts.deeds.noting import note
from accounts.models import DeedKind, User
from merchants import editions, stock, tickets
from merchants.desk import own_merchant
from merchants.models import Offer, StockRelease


@transaction.atomic
def release(*, offer: Offer, a_day: int, opens: time, by: User, now: datetime, seen: str) -> list[StockRelease]:
    """As `stock.release`, with what it raises."""
    _lock_for(by, offer, seen)
    released = stock.release(offer=offer, a_day=a_day, opens=opens, now=now)
    facts = {"a_day": a_day, "opens": f"{opens:%H:%M}", "days": len(released)}
    note(DeedKind.STOCKED, of=offer, by=by, now=now, facts=facts)
    return released


@transaction.atomic
def import_codes(*, offer: Offer, codes: Iterable[str], by: User, now: datetime, seen: str) -> int:
    """As `tickets.import_codes`, to be taken from now on."""
    _lock_for(by, offer, seen)
    imported = tickets.import_codes(offer, codes, opens_at=now, now=now)
    note(DeedKind.STOCKED, of=offer, by=by, now=now, facts={"codes": imported})
    return imported


def _lock_for(by: User, offer: Offer, seen: str) -> None:
    locked = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    own_merchant.check(by, locked.merchant_id)
    editions.check_offer(locked, seen)
