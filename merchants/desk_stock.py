"""Stock that the desk gives an offer: each piece is yuan that the scheme will owe, so nobody gives it to their own.

`by` is who does it; where the offer's merchant is theirs, each raises `merchants.refusals.OwnMerchant`.
"""

from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction

from accounts.models import User
from merchants import own_merchant, stock, tickets
from merchants.models import Offer, StockRelease


@transaction.atomic
def release(*, offer: Offer, a_day: int, opens: time, by: User, now: datetime) -> list[StockRelease]:
    """As `stock.release`, with what it raises."""
    _lock_for(by, offer)
    return stock.release(offer=offer, a_day=a_day, opens=opens, now=now)


@transaction.atomic
def import_codes(*, offer: Offer, codes: Iterable[str], by: User, now: datetime) -> int:
    """As `tickets.import_codes`, to be taken from now on."""
    _lock_for(by, offer)
    return tickets.import_codes(offer, codes, opens_at=now, now=now)


def _lock_for(by: User, offer: Offer) -> None:
    locked = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    own_merchant.check(by, locked.merchant_id)
