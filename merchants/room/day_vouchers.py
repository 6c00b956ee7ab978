"""A merchant's vouchers of one day, for its owner and managers: what and when, never whose, and never a code."""

from datetime import date

from common import paging
from common.city_time import day_span
from common.paging import Page
from merchants.models import Merchant, Redemption, RedemptionQuerySet, RedemptionStatus

SHOWN = (RedemptionStatus.HELD, RedemptionStatus.REDEEMED, RedemptionStatus.REFUNDED)


def vouchers_of(merchant: Merchant) -> RedemptionQuerySet:
    """All of a merchant's, without what is nobody's to see there."""
    return Redemption.objects.filter(merchant=merchant).select_related("offer", "shop").defer("number", "secret")


def page(merchant: Merchant, day: date, *, after: str | None, size: int) -> Page[Redemption]:
    """Those of a city day that can be used or were used, also if refunded, latest first, after one that may be left.

    Raises `Http404`.
    """
    since, until = day_span(day)
    own = vouchers_of(merchant)
    rows = own.filter(held_at__gte=since, held_at__lt=until, status__in=SHOWN)
    return paging.page(rows, size=size, after=after, by=("-held_at", "-pk"), among=own)
