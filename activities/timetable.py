"""When a batch's citizens were doing what already counted: nobody takes two rides of one kind at the same time."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Self

from django.db import connection

from activities.models import Activity
from methodologies.base import Span

ONE_DAY = timedelta(days=1)


class Timetable:
    """Made by `load`, under the citizens' locks; `is_taken` and `add` alternate in the order of the acts."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, int, date], list[tuple[datetime, datetime]]] = defaultdict(list)

    @classmethod
    def load(cls, acts: Iterable[Activity]) -> Self:
        """Reads, in one query, the counted acts that could meet one of these; totals of a day meet nothing."""
        timetable = cls()
        days = {
            (act.citizen_id, act.scenario_id, act.city_day + near)
            for act in acts
            if _takes_time(act)
            for near in (-ONE_DAY, timedelta(0), ONE_DAY)
        }
        if not days:
            return timetable
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT activity.citizen_id, activity.scenario_id, activity.city_day,
                       activity.started_at, activity.ended_at
                FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS near (citizen_id, scenario_id, city_day)
                JOIN activities_activity AS activity USING (citizen_id, scenario_id, city_day)
                JOIN activities_assessment AS assessment ON assessment.activity_id = activity.id
                WHERE assessment.grams > 0 OR assessment.credits > 0
                """,
                [list(column) for column in zip(*sorted(days), strict=True)],
            )
            for citizen_id, scenario_id, day, started_at, ended_at in cursor.fetchall():
                timetable._taken[citizen_id, scenario_id, day].append((started_at, ended_at))
        return timetable

    def is_taken(self, act: Activity) -> bool:
        """Whether an act of the same kind that already counted overlaps this one."""
        return _takes_time(act) and any(
            started_at < act.ended_at and act.started_at < ended_at
            for near in (-ONE_DAY, timedelta(0), ONE_DAY)
            for started_at, ended_at in self._taken[act.citizen_id, act.scenario_id, act.city_day + near]
        )

    def add(self, act: Activity) -> None:
        """Notes an act that has just counted."""
        self._taken[act.citizen_id, act.scenario_id, act.city_day].append((act.started_at, act.ended_at))


def _takes_time(act: Activity) -> bool:
    return act.scenario.methodology.span is Span.PERIOD
