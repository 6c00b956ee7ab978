"""What all citizens together have done, today and in all, with the moment of which it is true.

Assessments are only ever added, so their rows lie in the order of their time: today's are found by an index of a few
pages, and what lies before them is summed once an hour. A page costs a look in the cache.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, QuerySet, Sum

from activities.models import Assessment
from common.city_time import city_day, day_span

FRESH_FOR_S = 60
BEFORE_TODAY_FRESH_FOR_S = 60 * 60


@dataclass(frozen=True, slots=True)
class Sums:
    """Acts that earned something, whole grams of CO2 avoided, whole credits."""

    acts: int
    grams: int
    credits: int

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.acts + other.acts, self.grams + other.grams, self.credits + other.credits)


@dataclass(frozen=True, slots=True)
class Figures:
    as_of: datetime
    today: Sums
    citizens_today: int
    total: Sums


def figures_now(now: datetime) -> Figures:
    """The figures, at most a minute old; `as_of` says how old."""
    key = f"city:figures:{city_day(now)}"
    known: Figures | None = cache.get(key)
    if known is None:
        known = count(now)
        cache.set(key, known, FRESH_FOR_S)
    return known


def fresh_until(figures: Figures, now: datetime) -> datetime:
    """How long a page with these figures may be kept: a minute from when they were true, and no longer than the day."""
    _midnight, tomorrow = day_span(city_day(now))
    return min(figures.as_of + timedelta(seconds=FRESH_FOR_S), tomorrow)


def count(now: datetime) -> Figures:
    """Counts anew what was scored until `now`."""
    midnight, _next = day_span(city_day(now))
    today = Assessment.objects.filter(assessed_at__gte=midnight, assessed_at__lte=now)
    citizens = today.filter(grams__gt=0).aggregate(count=Count("activity__citizen", distinct=True))["count"]
    todays = _sums(today)
    return Figures(as_of=now, today=todays, citizens_today=citizens, total=_before(midnight) + todays)


def _before(midnight: datetime) -> Sums:
    key = f"city:before:{midnight:%Y-%m-%d}"
    known: Sums | None = cache.get(key)
    if known is None:
        known = _sums(Assessment.objects.filter(assessed_at__lt=midnight))
        cache.set(key, known, BEFORE_TODAY_FRESH_FOR_S)
    return known


def _sums(assessments: QuerySet[Assessment]) -> Sums:
    sums = assessments.filter(grams__gt=0).aggregate(acts=Count("pk"), grams=Sum("grams"), credits=Sum("credits"))
    return Sums(sums["acts"], sums["grams"] or 0, sums["credits"] or 0)
