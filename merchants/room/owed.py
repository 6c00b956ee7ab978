"""What the scheme owes a merchant: by city day the vouchers taken, those undone, and the fen that are left.

A day counts what was taken on it and neither undone nor refunded since; so the days of a merchant come to what its
account in the ledger received, as the audit proves. What was refunded is undone on the day of the refund.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDate

from common.city_time import CITY_ZONE, city_day, day_span
from common.paging import beyond
from merchants.models import Merchant, Redemption, RedemptionStep, Step

DAYS = 31
CHUNK = 500
ORDER = ("captured_at", "pk")


@dataclass(frozen=True, slots=True)
class Day:
    """A city day on which something was taken or undone."""

    day: date
    captures: int
    undone: int
    fen: int


@dataclass(frozen=True, slots=True)
class Page:
    """Days, latest first; `before` asks for the next page, `None` on the last."""

    days: Sequence[Day]
    before: date | None


def page(merchant: Merchant, *, before: date) -> Page:
    """The days of the month that ends with the last one before `before` on which something happened."""
    last = _latest(merchant, before)
    if last is None:
        return Page([], None)
    first = last - timedelta(days=DAYS - 1)
    span = (day_span(first)[0], day_span(last)[1])
    taken = captures(merchant, *span).annotate(day=TruncDate("captured_at", tzinfo=CITY_ZONE)).order_by().values("day")
    back = undone(merchant, *span).annotate(day=TruncDate("happened_at", tzinfo=CITY_ZONE)).order_by().values("day")
    by_day = {row["day"]: row for row in taken.annotate(captures=Count("pk"), fen=Sum("settlement_fen"))}
    undone_on = dict(back.annotate(undone=Count("pk")).values_list("day", "undone"))
    days = []
    for day in sorted({*by_day, *undone_on}, reverse=True):
        row = by_day.get(day, {"captures": 0, "fen": 0})
        days.append(Day(day, row["captures"], undone_on.get(day, 0), row["fen"]))
    return Page(days, first if _latest(merchant, first) else None)


def captured_on(merchant: Merchant, day: date) -> int:
    """How many vouchers a merchant took on a city day."""
    return captures(merchant, *day_span(day)).count()


def captures(merchant: Merchant, since: datetime, until: datetime) -> QuerySet[Redemption]:
    """What was taken in a span of time and not undone since."""
    return Redemption.objects.filter(merchant=merchant, captured_at__gte=since, captured_at__lt=until)


def walk(merchant: Merchant, since: datetime, until: datetime) -> Iterator[Redemption]:
    """The same with offers and shops, earliest first, read in chunks: for a file of any length."""
    wanted = captures(merchant, since, until).select_related("offer", "shop").order_by(*ORDER)
    chunk = list(wanted[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(wanted.filter(beyond(chunk[-1], ORDER))[:CHUNK])


def _latest(merchant: Merchant, before: date) -> date | None:
    """The last day before another on which something was taken or undone."""
    until = day_span(before)[0]
    taken = Redemption.objects.filter(merchant=merchant, captured_at__lt=until).order_by("-captured_at")
    undone = RedemptionStep.objects.filter(shop__merchant=merchant, step=Step.UNDONE, happened_at__lt=until)
    moments = [
        taken.values_list("captured_at", flat=True).first(),
        undone.order_by("-happened_at").values_list("happened_at", flat=True).first(),
    ]
    known = [moment for moment in moments if moment is not None]
    return city_day(max(known)) if known else None


def undone(merchant: Merchant, since: datetime, until: datetime) -> QuerySet[RedemptionStep]:
    """What a merchant's tills have undone in a span of time."""
    return RedemptionStep.objects.filter(
        shop__merchant=merchant, step=Step.UNDONE, happened_at__gte=since, happened_at__lt=until
    )
