"""When a batch's citizens were doing what already counted: nobody travels twice at the same time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple, Self

from django.db import connection

from activities.queue import Act
from activities.reckoning import Reckoning, Used
from common import pg_arrays
from common.city_time import city_day
from methodologies.base import Methodology, Span
from scenarios.models import Scenario
from scenarios.rules import Evidence


class Stretch(NamedTuple):
    """A time that one counted act took."""

    scenario_id: int
    started_at: datetime
    ended_at: datetime
    evidence: Evidence
    grams: int
    credits: int


class Meeting(NamedTuple):
    """What an act meets of the past: a reason why it counts nothing, or what was credited of it before."""

    refusal: str = ""
    counted: Used | None = None


class Timetable:
    """Made by `load`, under the citizens' locks; `meet` and `add` alternate in the order of the acts."""

    def __init__(self, scenarios: Iterable[Scenario]) -> None:
        self._methods: Mapping[int, Methodology] = {
            scenario.pk: scenario.methodology for scenario in scenarios if scenario.has_methodology
        }
        self._looks_back = {
            scenario_id: timedelta(days=max(other.longest_days for other in self._meeting(method)))
            for scenario_id, method in self._methods.items()
            if method.span is Span.PERIOD and method.occupies
        }
        """Of the scenarios that take time: so far back may an act have begun that one of theirs meets."""
        self._stretches: dict[int, dict[int, Stretch]] = defaultdict(dict)

    @classmethod
    def load(cls, acts: Iterable[Act], scenarios: Iterable[Scenario]) -> Self:
        """Reads, in one query, the counted acts that could meet one of these."""
        timetable = cls(scenarios)
        near = sorted({timetable._days_near(act) for act in acts if act.scenario_id in timetable._looks_back})
        if not near:
            return timetable
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT activity.citizen_id, activity.id, activity.scenario_id, activity.started_at,
                       activity.ended_at, activity.evidence, assessment.grams, assessment.credits
                FROM unnest(%s::bigint[], %s::date[], %s::date[]) AS near (citizen_id, first_day, last_day)
                JOIN activities_activity AS activity
                    ON activity.citizen_id = near.citizen_id
                    AND activity.city_day BETWEEN near.first_day AND near.last_day
                    AND activity.scenario_id = ANY (%s::bigint[])
                JOIN activities_assessment AS assessment ON assessment.activity_id = activity.id
                WHERE assessment.grams > 0 OR assessment.credits > 0
                """,
                [
                    pg_arrays.numbers([each[0] for each in near]),
                    pg_arrays.days([each[1] for each in near]),
                    pg_arrays.days([each[2] for each in near]),
                    pg_arrays.numbers(timetable._scenarios_that_take_time()),
                ],
            )
            for citizen_id, act_id, scenario_id, started_at, ended_at, evidence, grams, credits in cursor.fetchall():
                stretch = Stretch(scenario_id, started_at, ended_at, Evidence(evidence), grams, credits)
                timetable._stretches[citizen_id][act_id] = stretch
        return timetable

    def meet(self, act: Act) -> Meeting:
        """What already counted of the act's time.

        The same again counts nothing, unless it is proven better: then it goes on with what was credited. An act whose
        time another act covers counts nothing; one that covers others goes on with what they were credited.
        """
        if act.scenario_id not in self._looks_back:
            return FREE
        method, counted = self._methods[act.scenario_id], None
        for stretch in self._stretches[act.citizen_id].values():
            if not (stretch.started_at < act.ended_at and act.started_at < stretch.ended_at):
                continue
            other = self._methods[stretch.scenario_id]
            if method.occupies in other.covers:
                return Meeting("covered")
            if method.occupies == other.occupies and stretch.evidence.strength >= act.evidence.strength:
                return Meeting("overlaps")
            if method.occupies == other.occupies or other.occupies in method.covers:
                counted = counted or Used()
                counted.add(stretch.grams, stretch.credits, 1)
        return Meeting(counted=counted) if counted else FREE

    def add(self, act: Act, reckoning: Reckoning) -> None:
        """Notes an act that has just counted."""
        if act.scenario_id in self._looks_back:
            self._stretches[act.citizen_id][act.pk] = Stretch(
                act.scenario_id,
                act.started_at,
                act.ended_at,
                act.evidence,
                reckoning.grams,
                reckoning.credits,
            )

    def _scenarios_that_take_time(self) -> list[int]:
        return [scenario_id for scenario_id, method in self._methods.items() if method.occupies]

    def _days_near(self, act: Act) -> tuple[int, date, date]:
        """The days on which an act began that could meet this one."""
        return act.citizen_id, act.city_day - self._looks_back[act.scenario_id], city_day(act.ended_at)

    def _meeting(self, own: Methodology) -> list[Methodology]:
        """The methodologies whose acts could meet this one's."""
        return [
            method
            for method in self._methods.values()
            if method.occupies == own.occupies or method.occupies in own.covers or own.occupies in method.covers
        ]


FREE = Meeting()
