"""What the citizens of a batch were credited with before, by scenario and city day; kept up as the batch goes on."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import connection

from activities.queue import Act
from activities.reckoning import Reckoning, Used
from common import pg_arrays
from scenarios.rules import Period, Rule


class Usage:
    """Made by `load`, under the citizens' locks; `before` and `add` alternate in the order of the acts."""

    def __init__(self) -> None:
        self._days: dict[tuple[int, int, date], Used] = defaultdict(Used)
        self._months: dict[tuple[int, int, int, int], Used] = defaultdict(Used)

    @classmethod
    def load(cls, acts: Iterable[tuple[Act, Rule]]) -> Self:
        """Reads, in one query, every day that a cap of these acts' rules looks at."""
        usage = cls()
        citizen_ids, first_days, last_days = _stretches(acts)
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
                [pg_arrays.numbers(citizen_ids), pg_arrays.days(first_days), pg_arrays.days(last_days)],
            )
            for citizen_id, scenario_id, day, grams, credits, acts_counted in cursor.fetchall():
                usage._add(citizen_id, scenario_id, day, grams, credits, acts_counted)
        return usage

    def before(self, act: Act, rule: Rule) -> dict[Period, Used]:
        """What the act's citizen was credited with in its scenario, in the periods that the rule looks at.

        It is kept up: look at it before the next `add`.
        """
        used = {Period.DAY: self._days[act.citizen_id, act.scenario_id, act.city_day]}
        if rule.has_monthly_cap:
            used[Period.MONTH] = self._months[act.citizen_id, act.scenario_id, act.city_day.year, act.city_day.month]
        return used

    def add(self, act: Act, reckoning: Reckoning) -> None:
        """Counts an act that was just reckoned."""
        acts_counted = 1 if reckoning.counts else 0
        self._add(act.citizen_id, act.scenario_id, act.city_day, reckoning.grams, reckoning.credits, acts_counted)

    def _add(self, citizen_id: int, scenario_id: int, day: date, grams: int, credits: int, acts: int) -> None:
        """To the day, and to the month: where no cap looks at the whole month, nobody asks for it."""
        self._days[citizen_id, scenario_id, day].add(grams, credits, acts)
        self._months[citizen_id, scenario_id, day.year, day.month].add(grams, credits, acts)


def _stretches(acts: Iterable[tuple[Act, Rule]]) -> tuple[list[int], list[date], list[date]]:
    """The days to read: citizens, first days, last days; no day of a citizen twice, or it would be summed twice."""
    days: set[tuple[int, date]] = set()
    months: set[tuple[int, int, int]] = set()
    for act, rule in acts:
        if rule.has_monthly_cap:
            months.add((act.citizen_id, act.city_day.year, act.city_day.month))
        else:
            days.add((act.citizen_id, act.city_day))
    alone = [(citizen_id, day, day) for citizen_id, day in days if (citizen_id, day.year, day.month) not in months]
    whole = [
        (citizen_id, date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        for citizen_id, year, month in months
    ]
    stretches = sorted([*alone, *whole])
    return [each[0] for each in stretches], [each[1] for each in stretches], [each[2] for each in stretches]
