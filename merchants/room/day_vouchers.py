"""A merchant's vouchers of one day, for its owner and managers: what and when, never whose, and never a code."""

from datetime import date

from django.db.models import Q

from common import paging
from common.city_time import day_span
from common.paging import Page
from merchants.mall.parts_taken import with_parts
from merchants.models import Merchant, Redemption, RedemptionQuerySet, RedemptionStatus

USED = (RedemptionStatus.REDEEMED, RedemptionStatus.REFUNDED, RedemptionStatus.USED_UP)


def vouchers_of(merchant: Merchant) -> RedemptionQuerySet:
    """All of a merchant's, without what is nobody's to see there."""
    return Redemption.objects.filter(merchant=merchant).select_related("offer", "shop").defer("number", "secret")


def page(merchant: Merchant, day: date, *, after: str | None, size: int) -> Page[Redemption]:
    """Those of a city day that can be used or were used, also if refunded, latest first, after one that may be left.

    Raises `Http404`.
    """
    since, until = day_span(day)
    own = vouchers_of(merchant)
    can_be_used_or_was = Q(status__in=(RedemptionStatus.HELD, *USED)) | Q(taken_price__gt=0)
    rows = own.vouchers().filter(can_be_used_or_was, held_at__gte=since, held_at__lt=until)
    found = paging.page(rows, size=size, after=after, by=("-held_at", "-pk"), among=own)
    with_parts(found.rows)
    return found
