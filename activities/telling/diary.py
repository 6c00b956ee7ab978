"""A citizen's acts as they look back on them: today's, day by day, and what a month came to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db import connection
from django.db.models import Sum

from activities.models import Activity, ActivityQuerySet, Assessment, Status
from activities.telling.shown_acts import ShownAct
from common import paging
from scenarios import rulebook

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

    today: Sequence[ShownAct]
    earlier: Sequence[ShownAct]
    week: Sequence[WeekDay]


@dataclass(frozen=True, slots=True)
class Earned:
    """What the acts of one day and scenario came to."""

    day: date
    scenario_id: int
    grams: int
    credits: int


def look_back(citizen_id: int, today: date, *, earlier: int = 1) -> LookBack:
    """In one statement, with at most `earlier` acts of earlier days; a refused act makes no day green.

    `earlier` is at least one, for the week hangs on the acts that are read.
    """
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=number) for number in range(DAYS_OF_A_WEEK)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT public_id, scenario_id, "values", act.city_day, started_at, ended_at, status, grams, credits, act.id,
                   ARRAY (
                       SELECT DISTINCT city_day FROM activities_activity
                       WHERE citizen_id = %(citizen)s AND city_day BETWEEN %(monday)s AND %(sunday)s
                         AND status <> %(refused)s
                   )
            FROM (
                (
                    SELECT * FROM activities_activity WHERE citizen_id = %(citizen)s AND city_day = %(today)s
                    ORDER BY id DESC LIMIT %(most)s
                )
                UNION ALL
                (
                    SELECT * FROM activities_activity WHERE citizen_id = %(citizen)s AND city_day < %(today)s
                    ORDER BY city_day DESC, id DESC LIMIT %(earlier)s
                )
            ) AS act LEFT JOIN activities_assessment ON activity_id = act.id
            """,
            {
                "citizen": citizen_id,
                "today": today,
                "most": MOST_OF_A_DAY,
                "earlier": earlier,
                "monday": monday,
                "sunday": days[-1],
                "refused": Status.REJECTED.value,
            },
        )
        rows = cursor.fetchall()
    book = rulebook.current()
    rows.sort(key=lambda row: (row[3], row[9]), reverse=True)
    acts = [ShownAct(row[0], book.scenario(row[1]), json.loads(row[2]), *row[3:9]) for row in rows]
    green = rows[0][10] if rows else ()
    return LookBack(
        [act for act in acts if act.city_day == today],
        [act for act in acts if act.city_day != today],
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
