"""What all citizens together have done, today and in all, with the moment of which it is true.

Assessments are only ever added, so their rows lie in the order of their time: today's are found by an index of a few
pages, and a day that is over is counted once. A page costs a look in the cache.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, QuerySet, Sum

from activities.models import Assessment
from common.city_time import city_day, day_span
from scenarios.rules import Evidence

ONE_DAY = timedelta(days=1)
FRESH_FOR_S = 60
SETTLED_AFTER = timedelta(hours=1)
"""So long after a midnight nothing is under way any more that began before it."""
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sums:
    """Acts that earned something, whole grams of CO2 avoided, whole credits."""

    acts: int = 0
    grams: int = 0
    credits: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.acts + other.acts, self.grams + other.grams, self.credits + other.credits)


@dataclass(frozen=True, slots=True)
class Figures:
    as_of: datetime
    today: Sums
    citizens_today: int
    total: Sums
    by_evidence: Mapping[Evidence, Sums]
    """The total by how well the acts are proven, the best proven first."""


def figures_now(now: datetime) -> Figures:
    """The figures, at most a minute old; `as_of` says how old."""
    key = f"city:figures-by-evidence:{city_day(now)}"
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
    todays = _by_evidence(today)
    total = _together(_before(midnight, now), todays)
    return Figures(
        as_of=now,
        today=_added_up(todays.values()),
        citizens_today=citizens,
        total=_added_up(total.values()),
        by_evidence=total,
    )


def _before(midnight: datetime, now: datetime) -> dict[Evidence, Sums]:
    """What was scored before a midnight: what was before the last one, where that is known, and the day between.

    To read the grade of every act that ever was takes a second for each million.
    """
    known: dict[Evidence, Sums] | None = cache.get(_key(midnight))
    if known is not None:
        return known
    past, last = Assessment.objects.filter(assessed_at__lt=midnight), midnight - ONE_DAY
    earlier: dict[Evidence, Sums] | None = cache.get(_key(last))
    if earlier is None:
        known = _by_evidence(past)
    else:
        known = _together(earlier, _by_evidence(past.filter(assessed_at__gte=last)))
    # Within the hour more may be committed of the day before: then it is counted again.
    keep_for = KEPT_FOR if now >= midnight + SETTLED_AFTER else SETTLED_AFTER
    cache.set(_key(midnight), known, keep_for.total_seconds())
    return known


def _key(midnight: datetime) -> str:
    return f"city:settled-by-evidence:{midnight:%Y-%m-%d}"


def _together(some: Mapping[Evidence, Sums], others: Mapping[Evidence, Sums]) -> dict[Evidence, Sums]:
    """The sums of both, the best proven first."""
    return {grade: some.get(grade, Sums()) + others.get(grade, Sums()) for grade in reversed(Evidence)}


def _by_evidence(assessments: QuerySet[Assessment]) -> dict[Evidence, Sums]:
    grades = assessments.filter(grams__gt=0).order_by().values_list("activity__evidence")
    sums = grades.annotate(acts=Count("pk"), grams=Sum("grams"), credits=Sum("credits"))
    return {Evidence(grade): Sums(acts, grams, credits) for grade, acts, grams, credits in sums}


def _added_up(parts: Iterable[Sums]) -> Sums:
    return sum(parts, Sums())
