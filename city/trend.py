"""How many acts the city did on each of the last days, as a chart shows them; the finding stands above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Sum

from city.models import DayFigures

DAYS = 30
WEEK = 7


@dataclass(frozen=True, slots=True)
class TrendDay:
    """Acts that earned something on a city day, and their height in percent of the chart's."""

    day: date
    acts: int
    height: int


@dataclass(frozen=True, slots=True)
class Trend:
    """The last days that are kept, earliest first."""

    days: Sequence[TrendDay]

    @property
    def last(self) -> TrendDay:
        return self.days[-1]

    @property
    def of_a_week(self) -> int:
        """Acts of the last seven days."""
        return sum(day.acts for day in self.days[-WEEK:])

    @property
    def of_the_week_before(self) -> int:
        return sum(day.acts for day in self.days[-2 * WEEK : -WEEK])

    @property
    def change_percent(self) -> int | None:
        """Of the last week against the one before, rounded; `None` where that had no act."""
        before = self.of_the_week_before
        return round(100 * (self.of_a_week - before) / before) if before else None

    @property
    def fall_percent(self) -> int:
        """The change of a week in which there was less."""
        return -(self.change_percent or 0)


def trend() -> Trend | None:
    """At most thirty days up to the last one that is kept; `None` before two weeks are."""
    kept = DayFigures.objects.aggregate(last=Max("day"))["last"]
    if kept is None:
        return None
    first = kept - timedelta(days=DAYS - 1)
    acts = dict(DayFigures.objects.filter(day__gte=first).order_by().values_list("day").annotate(Sum("acts")))
    days = [min(acts) + timedelta(days=number) for number in range((kept - min(acts)).days + 1)]
    if len(days) < 2 * WEEK:
        return None
    most = max(acts.values())
    return Trend([TrendDay(day, acts.get(day, 0), 100 * acts.get(day, 0) // most) for day in days])
