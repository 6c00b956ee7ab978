"""A citizen's acts as they look back on them: today's, day by day, and what a month came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Q, Sum

from activities.models import Activity, ActivityQuerySet, Assessment, Status

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


@dataclass(frozen=True, slots=True)
class WeekDay:
    day: date
    is_green: bool
    is_to_come: bool


@dataclass(frozen=True, slots=True)
class Earned:
    """What the acts of one day and scenario came to."""

    day: date
    scenario_id: int
    grams: int
    credits: int


def acts_of_day(citizen_id: int, day: date) -> list[Activity]:
    """The latest acts of a day, at most twenty."""
    return list(_own(citizen_id).filter(city_day=day).order_by("-pk")[:MOST_OF_A_DAY])


def acts_before(citizen_id: int, day: date, *, limit: int) -> list[Activity]:
    """The latest acts of earlier days."""
    return list(_own(citizen_id).filter(city_day__lt=day).order_by("-city_day", "-pk")[:limit])


def week_of(citizen_id: int, today: date) -> list[WeekDay]:
    """Monday to Sunday, each with whether the citizen did something that was not refused."""
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=number) for number in range(DAYS_OF_A_WEEK)]
    acted = Activity.objects.of(citizen_id).filter(city_day__range=(days[0], days[-1]))
    green = set(acted.exclude(status=Status.REJECTED).values_list("city_day", flat=True).distinct())
    return [WeekDay(day, day in green, day > today) for day in days]


def page(citizen_id: int, *, scenario: str = "", status: str = "", before: Activity | None = None) -> Page:
    """Acts by the day on which they were done, reached by key and never by offset.

    `before` is the last act of the page before; only acts of the given scenario code and status, where these are set.
    """
    acts = _own(citizen_id)
    if scenario:
        acts = acts.filter(scenario__code=scenario)
    if status:
        acts = acts.filter(status=status)
    if before is not None:
        same_day = Q(city_day=before.city_day, pk__lt=before.pk)
        acts = acts.filter(Q(city_day__lt=before.city_day) | same_day, city_day__lte=before.city_day)
    found = list(acts.order_by("-city_day", "-pk")[: PAGE + 1])
    shown = found[:PAGE]
    days = [Day(day, list(group)) for day, group in groupby(shown, key=lambda act: act.city_day)]
    return Page(days, shown[-1].public_id if len(found) > PAGE else "")


def earned_between(citizen_id: int, first: date, last: date) -> list[Earned]:
    """What scored acts of these days came to, a row for each day and scenario, earliest first."""
    scored = Assessment.objects.filter(activity__citizen_id=citizen_id, activity__city_day__range=(first, last))
    rows = (
        scored.values_list("activity__city_day", "activity__scenario_id")
        .annotate(Sum("grams"), Sum("credits"))
        .order_by("activity__city_day", "activity__scenario_id")
    )
    return [Earned(*row) for row in rows]


def _own(citizen_id: int) -> ActivityQuerySet:
    return Activity.objects.of(citizen_id).select_related("scenario", "assessment")
