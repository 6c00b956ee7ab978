"""Which reward a balance reaches, and which comes next: said beside a balance wherever one is shown.

The same for everyone: one rung for each price, kept for a minute, so that a page with a balance asks the database
nothing. What one person may no longer have, an offer's own page says.
"""

from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Q

from common.city_time import city_day
from merchants.models import Offer, OfferKind

FRESH_FOR_S = 60
ALMOST = 50
"""Missing credits that are soon earned: about a week of walking."""
MOST_NEARLY = 3
KEY = "merchants:within_reach"
COLUMNS = ("public_id", "kind", "title", "picture", "photo", "price")


class Reach(NamedTuple):
    """Offers with few columns: title, address, picture and price."""

    affordable: Offer | None
    """The dearest that the balance pays."""
    next: Offer | None
    """The cheapest that it does not pay yet."""
    missing: int
    """Credits from the balance to `next`; 0 where there is none."""


def within_reach(balance: int, now: datetime) -> Reach:
    """What a balance pays of what can be had now, and what it nearly pays; gifts to causes are not asked for."""
    rungs = ladder(now)
    affordable = [offer for offer in rungs if offer.price <= balance]
    beyond = rungs[len(affordable) :]
    following = beyond[0] if beyond else None
    missing = following.price - balance if following else 0
    return Reach(affordable[-1] if affordable else None, following, missing)


def nearly(balance: int, now: datetime) -> list[tuple[Offer, int]]:
    """The next few that a balance almost pays, cheapest first, each with the credits that are missing."""
    missing = ((offer, offer.price - balance) for offer in ladder(now))
    return [(offer, credits) for offer, credits in missing if 0 < credits <= ALMOST][:MOST_NEARLY]


def ladder(now: datetime) -> list[Offer]:
    """The latest offer of each price that can be had now, cheapest first; at most a minute old."""
    key = f"{KEY}:{city_day(now)}"
    known: list[Offer] | None = cache.get(key)
    if known is None:
        known = _read(now)
        cache.set(key, known, FRESH_FOR_S)
    return known


def _read(now: datetime) -> list[Offer]:
    offers = Offer.objects.on_show(city_day(now)).exclude(kind=OfferKind.DONATION).with_stock(now)
    to_be_had = offers.filter(Q(is_limited=False) | Q(left__gt=0))
    return list(to_be_had.only(*COLUMNS).order_by("price", "-pk").distinct("price"))
