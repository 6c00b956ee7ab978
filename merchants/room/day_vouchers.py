"""What was redeemed or used on one day, for a merchant's owner and managers: never whose, and never a code."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

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
    """Those that were redeemed on a city day and can be used or were, also if refunded, and those used on it.

    Latest redeemed first, after one that may be left. Raises `Http404`.
    """
    span = day_span(day)
    own = vouchers_of(merchant)
    can_be_used_or_was = Q(status__in=(RedemptionStatus.HELD, *USED)) | Q(taken_price__gt=0)
    redeemed = can_be_used_or_was & Q(held_at__gte=span[0], held_at__lt=span[1])
    rows = own.vouchers().filter(redeemed | Q(pk__in=_used(merchant, span)))
    found = paging.page(rows, size=size, after=after, by=("-held_at", "-pk"), among=own)
    with_parts(found.rows)
    return found


def _used(merchant: Merchant, span: tuple[datetime, datetime]) -> QuerySet[Redemption, int]:
    """The vouchers that a till took then, whole or in part: whoever brings a cold cup back knows when that was."""
    taken = Redemption.objects.filter(merchant=merchant, captured_at__gte=span[0], captured_at__lt=span[1])
    return taken.values_list(Coalesce("part_of_id", "pk"), flat=True)
