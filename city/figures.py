"""What all citizens together have done, today and in all, with the moment of which it is true.

Assessments are only ever added, so their rows lie in the order of their time: today's are found by an index of a few
pages, and the sums of days that are over are kept (`city.keeping`). A page costs a look in the cache.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.cache import cache
from django.db.models import Count, F, Max, Q, QuerySet, Sum

from activities.models import Assessment, Revocation
from city.models import DayFigures
from common.city_time import city_day, day_span
from scenarios.rules import Evidence

FRESH_FOR_S = 60
GRAMS_PER_TENTH = 100_000
"""Of a tonne."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Acts that earned something, whole grams of CO2 avoided, whole credits."""

    acts: int = 0
    grams: int = 0
    credits: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.acts + other.acts, self.grams + other.grams, self.credits + other.credits)

    @property
    def kilograms(self) -> int:
        """Whole ones."""
        return self.grams // 1000

    @property
    def tonnes(self) -> Decimal:
        """The grams as a city speaks of them, to one place and never more than there were; 0 below a tenth."""
        return Decimal(self.grams // GRAMS_PER_TENTH) / 10


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


def count(now: datetime) -> Figures:
    """Counts anew what was scored until `now`."""
    midnight, _next = day_span(city_day(now))
    today = Assessment.objects.filter(assessed_at__gte=midnight, assessed_at__lte=now)
    citizens = today.filter(grams__gt=0).aggregate(count=Count("activity__citizen", distinct=True))["count"]
    todays = _by_evidence(today)
    total = _without_revoked(_together(_before(midnight), todays))
    return Figures(
        as_of=now,
        today=_added_up(todays.values()),
        citizens_today=citizens,
        total=_added_up(total.values()),
        by_evidence=total,
    )


def _before(midnight: datetime) -> dict[Evidence, Sums]:
    """What was scored before a midnight: what is kept of days, and the sum of the few acts since the last of them."""
    kept = DayFigures.objects.filter(day__lt=city_day(midnight)).order_by().values_list("evidence")
    rows = list(kept.annotate(Sum("acts"), Sum("grams"), Sum("credits"), Max("day")))
    since = Assessment.objects.filter(assessed_at__lt=midnight)
    if rows:
        # Of what this very statement read: a day that is kept meanwhile is summed here once more, not left out.
        since = since.filter(assessed_at__gte=day_span(max(last for *_sums, last in rows))[1])
    return _together({Evidence(grade): Sums(*sums) for grade, *sums, _last in rows}, _by_evidence(since))


def _without_revoked(sums: Mapping[Evidence, Sums]) -> dict[Evidence, Sums]:
    """What was taken back counts no more in all, on whichever day it was scored; an act counts while it keeps any."""
    gone = Revocation.objects.filter(grams__gt=0).order_by().values_list("activity__evidence")
    taken = {
        Evidence(grade): Sums(-acts, -grams, -credits)
        for grade, acts, grams, credits in gone.annotate(
            acts=Count("pk", filter=Q(grams=F("activity__assessment__grams"))), g=Sum("grams"), c=Sum("credits")
        )
    }
    return _together(sums, taken)


def _together(some: Mapping[Evidence, Sums], others: Mapping[Evidence, Sums]) -> dict[Evidence, Sums]:
    """The sums of both, the best proven first."""
    return {grade: some.get(grade, Sums()) + others.get(grade, Sums()) for grade in reversed(Evidence)}


def _by_evidence(assessments: QuerySet[Assessment]) -> dict[Evidence, Sums]:
    grades = assessments.filter(grams__gt=0).order_by().values_list("activity__evidence")
    sums = grades.annotate(acts=Count("pk"), grams=Sum("grams"), credits=Sum("credits"))
    return {Evidence(grade): Sums(acts, grams, credits) for grade, acts, grams, credits in sums}


def _added_up(parts: Iterable[Sums]) -> Sums:
    return sum(parts, Sums())
