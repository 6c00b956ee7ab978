"""Stock: released in parts, each from its moment on, and never oversold. Its rows are locked last of all."""

from datetime import date, datetime, time, timedelta

from django.db.models import F

from common.city_time import at_city_time
from merchants.models import Offer, StockRelease
from merchants.refusals import SoldOut


def take(offer: Offer, *, now: datetime) -> StockRelease | None:
    """Takes one piece of an offer's stock; `None` where the offer has no limit. Raises `SoldOut`."""
    if not offer.is_limited:
        return None
    left = StockRelease.objects.filter(offer=offer, opens_at__lte=now, taken__lt=F("quantity"))
    free = left.order_by("opens_at").select_for_update(skip_locked=True, no_key=True).first()
    # None is free: wait for every one, so that nothing is called sold out that is only busy.
    release = free or next(iter(left.order_by("pk").select_for_update(no_key=True)), None)
    if release is None:
        raise SoldOut
    StockRelease.objects.filter(pk=release.pk).update(taken=F("taken") + 1)
    return release


def put_back(release_id: int) -> None:
    """Returns one piece to the release that it came from."""
    StockRelease.objects.filter(pk=release_id).update(taken=F("taken") - 1)


def schedule(offer: Offer, *, a_day: int, opens: time, since: date | None = None) -> list[StockRelease]:
    """Releases `a_day` pieces at the same clock on every day of the offer, or on those from `since` on.

    Days that have a release at that clock keep theirs.
    """
    first = max(offer.starts_on, since or offer.starts_on)
    days = (offer.ends_on - first).days + 1
    releases = [
        StockRelease(offer=offer, opens_at=at_city_time(first + timedelta(days=number), opens), quantity=a_day)
        for number in range(days)
    ]
    return StockRelease.objects.bulk_create(releases, ignore_conflicts=True)
