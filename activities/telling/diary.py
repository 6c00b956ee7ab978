"""A citizen's acts as they look back on them: today's, day by day, and what a month came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db.models import Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from activities.models import Activity, ActivityQuerySet, Assessment, Status
from common import paging

PAGE = 30
MOST_OF_A_DAY = 20
DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Day:
    """Acts of one city day, latest first."""

    day: date
    acts: Sequence[Activity]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the diary, latest day first; `before` asks for the next page, empty on the last."""

    days: Sequence[Day]
    before: str
    is_first: bool


class WeekDay(NamedTuple):
    day: date
    is_green: bool
    is_to_come: bool


@dataclass(frozen=True, slots=True)
class LookBack:
    """Today's latest acts, at most twenty, the latest of earlier days, and Monday to Sunday."""

    today: Sequence[Activity]
    earlier: Sequence[Activity]
    week: Sequence[WeekDay]


@dataclass(frozen=True, slots=True)
class Earned:
    """What the acts of one day and scenario came to."""

    day: date
    scenario_id: int
    grams: int
    credits: int


def acts_on(citizen_id: int, day: date) -> list[Activity]:
    """The latest acts of a city day, at most twenty."""
    return list(_own(citizen_id).filter(city_day=day).order_by("-pk")[:MOST_OF_A_DAY])


def look_back(citizen_id: int, today: date, *, earlier: int = 0) -> LookBack:
    """With at most `earlier` acts of earlier days; a refused act makes no day green."""
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=number) for number in range(DAYS_OF_A_WEEK)]
    acts = _own(citizen_id)
    done = Activity.objects.of(citizen_id).filter(city_day__range=(days[0], days[-1])).exclude(status=Status.REJECTED)
    green = set(done.values_list("city_day", flat=True).distinct())
    return LookBack(
        acts_on(citizen_id, today),
        list(acts.filter(city_day__lt=today).order_by("-city_day", "-pk")[:earlier]),
        [WeekDay(day, day in green, day > today) for day in days],
    )


def page(citizen_id: int, *, scenario: str = "", status: str = "", before: str | None = None) -> Page:
    """Acts by the day on which they were done.

    `before` names the last act of the page before; only acts of the given scenario code and status, where these are
    set. Raises `Http404`.
    """
    acts = _own(citizen_id)
    if scenario:
        acts = acts.filter(scenario__code=scenario)
    if status:
        acts = acts.filter(status=status)
    page = paging.page(acts, size=PAGE, after=before, by=("-city_day", "-pk"), among=_own(citizen_id))
    days = [Day(day, list(group)) for day, group in groupby(page.rows, key=lambda act: act.city_day)]
    return Page(days, page.following, page.is_first)


def earned_between(citizen_id: int, first: date, last: date) -> list[Earned]:
    """What acts of these days came to, less what was taken back, a row for each day and scenario, earliest first."""
    scored = Assessment.objects.filter(activity__citizen_id=citizen_id, activity__city_day__range=(first, last))
    rows = (
        scored.values_list("activity__city_day", "activity__scenario_id")
        .annotate(kept_grams=_kept("grams"), kept_credits=_kept("credits"))
        .order_by("activity__city_day", "activity__scenario_id")
    )
    return [Earned(*row) for row in rows]


def _kept(name: str) -> Combinable:
    return Sum(name) - Coalesce(Sum(f"activity__revocation__{name}"), 0)


def _own(citizen_id: int) -> ActivityQuerySet:
    acts = Activity.objects.of(citizen_id).select_related("assessment")
    return acts.as_listed("refusal", "assessment__grams", "assessment__credits")
