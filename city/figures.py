"""What all citizens together have done, today and in all, with the moment of which it is true.

Assessments are only ever added, so their keys grow with time: today's are those from a key on that a search by halves
finds in some twenty steps, and what lies before it is summed once an hour. A page costs a look in the cache.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Max, Min, QuerySet, Sum

from activities.models import Assessment
from common.city_time import city_day, day_span

FRESH_FOR_S = 60
BEFORE_TODAY_FRESH_FOR_S = 60 * 60
LONGEST_BATCH = timedelta(minutes=5)
"""A key may be given out so long before its row is seen."""


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
    first_id = _first_id_since(midnight - LONGEST_BATCH)
    scored = Assessment.objects.filter(assessed_at__lte=now)
    today = scored.filter(pk__gte=first_id, assessed_at__gte=midnight)
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


def _first_id_since(moment: datetime) -> int:
    """The key of the first assessment made at or after `moment`; one past the last where there is none."""
    ends = Assessment.objects.aggregate(low=Min("pk"), high=Max("pk"))
    low, high = ends["low"] or 0, (ends["high"] or 0) + 1
    while low < high:
        middle = (low + high) // 2
        found = Assessment.objects.filter(pk__gte=middle).order_by("pk").values_list("pk", "assessed_at").first()
        if found is None or found[1] >= moment:
            high = middle
        else:
            low = found[0] + 1
    return low
