"""What the citizens of a batch were credited with before, by scenario and city day; kept up as the batch goes on."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import connection

from activities.models import Activity
from activities.reckoning import Reckoning, Used
from scenarios.rules import Period, Rule


class Usage:
    """Made by `load`, under the citizens' locks; `before` and `add` alternate in the order of the acts."""

    def __init__(self) -> None:
        self._days: dict[tuple[int, int, date], Used] = defaultdict(Used)

    @classmethod
    def load(cls, acts: Iterable[tuple[Activity, Rule]]) -> Self:
        """Reads, in one query, every day that a cap of these acts' rules looks at."""
        usage = cls()
        stretches = _stretches(acts)
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT activity.citizen_id, activity.scenario_id, activity.city_day,
                       sum(assessment.grams)::bigint, sum(assessment.credits)::bigint,
                       count(*) FILTER (WHERE assessment.grams > 0 OR assessment.credits > 0)
                FROM unnest(%s::bigint[], %s::date[], %s::date[]) AS stretch (citizen_id, first_day, last_day)
                JOIN activities_activity AS activity
                    ON activity.citizen_id = stretch.citizen_id
                    AND activity.city_day BETWEEN stretch.first_day AND stretch.last_day
                JOIN activities_assessment AS assessment ON assessment.activity_id = activity.id
                GROUP BY 1, 2, 3
                """,
                [list(column) for column in zip(*stretches, strict=True)] or [[], [], []],
            )
            for citizen_id, scenario_id, day, grams, credits, acts_counted in cursor.fetchall():
                usage._days[citizen_id, scenario_id, day] = Used(grams, credits, acts_counted)
        return usage

    def before(self, act: Activity, rule: Rule) -> dict[Period, Used]:
        """What the act's citizen was credited with in its scenario, in the periods that the rule looks at."""
        periods = {Period.DAY, *(cap.period for cap in rule.caps)}
        return {period: self._sum(act, period) for period in periods}

    def add(self, act: Activity, reckoning: Reckoning) -> None:
        """Counts an act that was just reckoned."""
        used = Used(reckoning.grams, reckoning.credits, 1 if reckoning.counts else 0)
        self._days[act.citizen_id, act.scenario_id, act.city_day] += used

    def _sum(self, act: Activity, period: Period) -> Used:
        if period is Period.DAY:
            return self._days[act.citizen_id, act.scenario_id, act.city_day]
        first, last = _month(act.city_day)
        days = (date(first.year, first.month, number) for number in range(first.day, last.day + 1))
        return sum((self._days[act.citizen_id, act.scenario_id, day] for day in days), Used())


def _stretches(acts: Iterable[tuple[Activity, Rule]]) -> list[tuple[int, date, date]]:
    """The days to read: citizen, first day, last day; no day of a citizen twice, or it would be summed twice."""
    days: set[tuple[int, date]] = set()
    months: set[tuple[int, date, date]] = set()
    for act, rule in acts:
        if any(cap.period is Period.MONTH for cap in rule.caps):
            months.add((act.citizen_id, *_month(act.city_day)))
        else:
            days.add((act.citizen_id, act.city_day))
    alone = ((citizen_id, day) for citizen_id, day in days if (citizen_id, *_month(day)) not in months)
    return sorted([*months, *((citizen_id, day, day) for citizen_id, day in alone)])


def _month(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
