"""A merchant's trade of a day or a month: what was taken by offer, shop and hour, what is all taken, who came again.

It tells of visitors by number alone, and of fewer than five not even that: a merchant sees its vouchers, never whose.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Sum
from django.db.models.functions import ExtractHour, TruncDate

from common.city_time import CITY_ZONE, city_day
from common.csv_stream import Cell
from common.texts import in_reader_language
from merchants.fen import in_yuan
from merchants.models import Merchant, Offer, Redemption
from merchants.room.owed import captures, undone

FEW = 5
BEFORE = timedelta(days=90)
"""Who came within so long before comes again."""
HOURS = range(24)


@dataclass(frozen=True, slots=True)
class Line:
    """Vouchers taken of one offer, at one shop or in one hour, and not undone since."""

    name: Any
    taken: int
    credits: int
    fen: int


@dataclass(frozen=True, slots=True)
class Hour:
    """Vouchers taken from this hour to the next; `height` in percent of the busiest one."""

    hour: int
    taken: int
    height: int


@dataclass(frozen=True, slots=True)
class Again:
    """Of the visitors of a span, how many percent had come in the ninety days before it."""

    visitors: int
    percent: int


@dataclass(frozen=True, slots=True)
class Trade:
    """What a merchant's tills did in a span; `again` is `None` where there were too few to tell."""

    sums: Line
    redeemed: int
    undone: int
    offers: Sequence[Line]
    shops: Sequence[Line]
    hours: Sequence[Hour]
    again: Again | None

    @property
    def busiest(self) -> Hour:
        return max(self.hours, key=lambda hour: hour.taken)


def trade(merchant: Merchant, since: datetime, until: datetime) -> Trade:
    """Of everything from one moment on to another, by six statements."""
    taken = captures(merchant, since, until)
    return Trade(
        sums=_sums(taken),
        redeemed=Redemption.objects.vouchers().filter(merchant=merchant, held_at__gte=since, held_at__lt=until).count(),
        undone=undone(merchant, since, until).count(),
        offers=_by(taken, "offer__title"),
        shops=_by(taken, "shop__name"),
        hours=_hours(taken),
        again=_again(merchant, taken, since),
    )


def rows(merchant: Merchant, since: datetime, until: datetime) -> Iterator[Sequence[Cell]]:
    """For a file: a row for each day, hour, shop and offer with something taken; yuan."""
    taken = captures(merchant, since, until).order_by()
    moments = {
        "day": TruncDate("captured_at", tzinfo=CITY_ZONE),
        "hour": ExtractHour("captured_at", tzinfo=CITY_ZONE),
    }
    keys = ("day", "hour", "shop", "shop__name", "offer", "offer__title")
    found = taken.annotate(**moments).values(*keys).annotate(**_SUMS).order_by("day", "hour", "shop", "offer")
    for row in found.iterator():
        names = [in_reader_language(row[name]) if row[name] else "" for name in ("shop__name", "offer__title")]
        yield [f"{row['day']:%Y-%m-%d}", row["hour"], *names, row["taken"], row["credits"], in_yuan(row["fen"])]


def sold_out(merchant: Merchant, now: datetime) -> list[Offer]:
    """What is on show and all taken, with `asked`, how many wait for more, and `asked_since`; most wanted first."""
    on_show = Offer.objects.on_show(city_day(now)).with_stock(now).filter(merchant=merchant, is_limited=True)
    counted = on_show.annotate(asked=Count("wishes"), asked_since=Min("wishes__asked_at")).order_by("-asked", "pk")
    return [offer for offer in counted if offer.is_sold_out]


_SUMS = {"taken": Count("pk"), "credits": Sum("price"), "fen": Sum("settlement_fen")}


def _sums(taken: QuerySet[Redemption]) -> Line:
    found = taken.aggregate(**_SUMS)
    return Line("", found["taken"], found["credits"] or 0, found["fen"] or 0)


def _by(taken: QuerySet[Redemption], name: str) -> list[Line]:
    """By what a field names, most first."""
    key = name.partition("__")[0]
    found = taken.order_by().values(key, name).annotate(**_SUMS).order_by("-taken", key)
    return [
        Line(in_reader_language(row[name]) if row[name] else "", row["taken"], row["credits"], row["fen"])
        for row in found
    ]


def _hours(taken: QuerySet[Redemption]) -> list[Hour]:
    hour = ExtractHour("captured_at", tzinfo=CITY_ZONE)
    found = dict(
        taken.order_by().annotate(hour=hour).values("hour").annotate(taken=Count("pk")).values_list("hour", "taken")
    )
    most = max(found.values(), default=1)
    return [Hour(hour, found.get(hour, 0), 100 * found.get(hour, 0) // most) for hour in HOURS]


def _again(merchant: Merchant, taken: QuerySet[Redemption], since: datetime) -> Again | None:
    before = captures(merchant, since - BEFORE, since).filter(citizen=OuterRef("citizen"))
    visitors = taken.order_by().values("citizen").distinct()
    came = visitors.count()
    again = visitors.filter(Exists(before)).count()
    if min(again, came - again) < FEW:
        return None
    return Again(came, round(100 * again / came))
