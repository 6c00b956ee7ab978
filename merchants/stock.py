"""Stock: released in parts, each from its moment on, and never oversold. Its rows are locked last of all."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F

from common.city_time import at_city_time, city_day, day_span
from merchants.models import Offer, OfferKind, OfferStatus, StockRelease
from merchants.refusals import NoStockToRelease, NothingReleased, SoldOut

MOST_PIECES = 1_000_000
DECIDED_BY = {"kind", "starts_on", "ends_on", "is_limited"}
"""What of a draft decides on which days there is stock: another word there, and what was released says nothing."""


def take(offer_id: int, *, now: datetime) -> StockRelease:
    """Takes one piece of the stock of an offer that is limited. Raises `SoldOut`."""
    left = StockRelease.objects.filter(offer=offer_id, opens_at__lte=now, taken__lt=F("quantity"))
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


@transaction.atomic
def release(*, offer: Offer, a_day: int, opens: time, now: datetime) -> list[StockRelease]:
    """So many pieces a day from a clock on, from today: instead of what a draft had, beside what an offer on show has.

    Raises `NoStockToRelease` for an offer without a limit, one whose stock are codes, one that waits for the desk and
    one that is off or over; `NothingReleased` where every day has pieces at that clock.
    """
    locked = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    today = city_day(now)
    is_open = locked.status in (OfferStatus.DRAFT, OfferStatus.PUBLISHED) and today <= locked.ends_on
    if not locked.is_limited or locked.kind == OfferKind.TRANSIT or not is_open:
        raise NoStockToRelease
    if locked.is_draft:
        locked.releases.all().delete()
    released = schedule(locked, a_day=a_day, opens=opens, since=today)
    if not released:
        raise NothingReleased
    return released


def schedule(offer: Offer, *, a_day: int, opens: time, since: date) -> list[StockRelease]:
    """Releases `a_day` pieces at the same clock on every day of the offer from `since` on; returns what is new.

    Days that have a release at that clock keep theirs. `since` is today: what is released for days that are over would
    be on sale all at once.
    """
    first = max(offer.starts_on, since)
    days = (offer.ends_on - first).days + 1
    moments = [at_city_time(first + timedelta(days=number), opens) for number in range(days)]
    kept = set(StockRelease.objects.filter(offer=offer, opens_at__in=moments).values_list("opens_at", flat=True))
    return StockRelease.objects.bulk_create(
        StockRelease(offer=offer, opens_at=moment, quantity=a_day) for moment in moments if moment not in kept
    )


def lapse(offer: Offer, *, now: datetime, since: datetime | None = None) -> None:
    """Takes back what was released for days that an offer has not been on show; codes of tickets have no day.

    It has not been since a moment, or never before. What opens today stays.
    """
    if offer.kind == OfferKind.TRANSIT:
        return
    missed = offer.releases.filter(opens_at__lt=day_span(city_day(now))[0])
    if since is not None:
        missed = missed.filter(opens_at__gte=since)
    missed.filter(taken=0).delete()
    missed.update(quantity=F("taken"))


def take_back(draft: Offer) -> bool:
    """Takes back what was released of a draft, and says whether there was anything; codes of tickets stay."""
    if draft.kind == OfferKind.TRANSIT and draft.codes.exists():
        return False
    taken_back, _by_model = draft.releases.all().delete()
    return taken_back > 0
