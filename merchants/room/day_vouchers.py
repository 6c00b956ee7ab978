"""A merchant's vouchers of one day, for its owner and managers: what and when, never whose, and never a code."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from common.city_time import day_span
from merchants.models import Merchant, Redemption, RedemptionQuerySet, RedemptionStatus

STANDING = (RedemptionStatus.HELD, RedemptionStatus.REDEEMED)


@dataclass(frozen=True, slots=True)
class Page:
    vouchers: list[Redemption]
    older_than: str
    """The public id of the last one, where older ones follow."""


def vouchers_of(merchant: Merchant) -> RedemptionQuerySet:
    """All of a merchant's, without what is nobody's to see there."""
    return Redemption.objects.filter(merchant=merchant).select_related("offer", "shop").defer("number", "secret")


def page(merchant: Merchant, day: date, *, older_than: Redemption | None, size: int) -> Page:
    """Those redeemed on a city day that can be used or were used, latest first, after `older_than`."""
    first, after = day_span(day)
    rows = vouchers_of(merchant).filter(held_at__gte=first, held_at__lt=after, status__in=STANDING)
    rows = rows.order_by("-held_at", "-pk")
    if older_than is not None:
        rows = rows.filter(Q(held_at__lt=older_than.held_at) | Q(held_at=older_than.held_at, pk__lt=older_than.pk))
    found = list(rows[: size + 1])
    return Page(found[:size], found[size - 1].public_id if len(found) > size else "")
