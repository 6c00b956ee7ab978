"""When a batch's citizens were doing what already counted: nobody travels twice at the same time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Self

from django.db import connection

from activities.models import Activity
from activities.reckoning import Reckoning, Used
from common.city_time import city_day
from methodologies.base import Methodology, Span
from scenarios.models import Scenario
from scenarios.rules import Evidence

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time that one counted act took."""

    scenario_id: int
    started_at: datetime
    ended_at: datetime
    evidence: Evidence
    credited: Used


@dataclass(frozen=True, slots=True)
class Meeting:
    """What an act meets of the past: a reason why it counts nothing, or what was credited of it before."""

    refusal: str = ""
    counted: Used = field(default_factory=Used)


class Timetable:
    """Made by `load`, under the citizens' locks; `meet` and `add` alternate in the order of the acts."""

    def __init__(self, scenarios: Iterable[Scenario]) -> None:
        self._methods: Mapping[int, Methodology] = {
            scenario.pk: scenario.methodology for scenario in scenarios if scenario.has_methodology
        }
        self._stretches: dict[int, dict[int, Stretch]] = defaultdict(dict)

    @classmethod
    def load(cls, acts: Iterable[Activity], scenarios: Iterable[Scenario]) -> Self:
        """Reads, in one query, the counted acts that could meet one of these."""
        timetable = cls(scenarios)
        days = sorted({timetable._days_near(act) for act in acts if timetable._takes_time(act)})
        if not days:
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
                    AND activity.scenario_id = ANY(%s)
                JOIN activities_assessment AS assessment ON assessment.activity_id = activity.id
                WHERE assessment.grams > 0 OR assessment.credits > 0
                """,
                [*(list(column) for column in zip(*days, strict=True)), timetable._scenarios_that_take_time()],
            )
            for citizen_id, act_id, scenario_id, started_at, ended_at, evidence, grams, credits in cursor.fetchall():
                credited = Used(grams, credits, 1)
                stretch = Stretch(scenario_id, started_at, ended_at, Evidence(evidence), credited)
                timetable._stretches[citizen_id][act_id] = stretch
        return timetable

    def meet(self, act: Activity) -> Meeting:
        """What already counted of the act's time.

        The same again counts nothing, unless it is proven better: then it goes on with what was credited. An act whose
        time another act covers counts nothing; one that covers others goes on with what they were credited.
        """
        if not self._takes_time(act):
            return Meeting()
        method, evidence = self._methods[act.scenario_id], Evidence(act.evidence)
        counted = Used()
        for stretch in self._stretches[act.citizen_id].values():
            if not (stretch.started_at < act.ended_at and act.started_at < stretch.ended_at):
                continue
            other = self._methods[stretch.scenario_id]
            if method.occupies in other.covers:
                return Meeting("covered")
            if method.occupies == other.occupies and stretch.evidence.strength >= evidence.strength:
                return Meeting("overlaps")
            if method.occupies == other.occupies or other.occupies in method.covers:
                counted += stretch.credited
        return Meeting(counted=counted)

    def add(self, act: Activity, reckoning: Reckoning) -> None:
        """Notes an act that has just counted."""
        if self._takes_time(act):
            credited = Used(reckoning.grams, reckoning.credits, 1)
            self._stretches[act.citizen_id][act.pk] = Stretch(
                act.scenario_id, act.started_at, act.ended_at, Evidence(act.evidence), credited
            )

    def _takes_time(self, act: Activity) -> bool:
        method = self._methods[act.scenario_id]
        return method.span is Span.PERIOD and bool(method.occupies)

    def _scenarios_that_take_time(self) -> list[int]:
        return [scenario_id for scenario_id, method in self._methods.items() if method.occupies]

    def _days_near(self, act: Activity) -> tuple[int, date, date]:
        """The days on which an act began that could meet this one: so far back as the longest of them may last."""
        longest = timedelta(days=max(method.longest_days for method in self._meeting(act)))
        return act.citizen_id, act.city_day - longest, city_day(act.ended_at)

    def _meeting(self, act: Activity) -> list[Methodology]:
        """The methodologies whose acts could meet this one's."""
        own = self._methods[act.scenario_id]
        return [
            method
            for method in self._methods.values()
            if method.occupies == own.occupies or method.occupies in own.covers or own.occupies in method.covers
        ]
