"""What citizens did and what came of it, out of the tables: the acts of a trial in the order they were decided on."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from activities.scoring.rehearsing.trials import Trial
from activities.scoring.under_review import OVER_DOUBTS
from activities.scoring.worth import Cut, Worth
from common import pg_arrays
from common.city_time import day_span

OUT_OF_BOUNDS = "out_of_bounds"
MAY_BE_TAKEN = [OUT_OF_BOUNDS, *sorted(OVER_DOUBTS)]
"""Refused for what another rule may see otherwise."""


class Recorded(NamedTuple):
    """An act that was decided on, and what came of it; one that was refused was paid nothing."""

    pk: int
    citizen_id: int
    scenario_id: int
    started_at: datetime
    ended_at: datetime
    city_day: date
    channel: str
    evidence: str
    """As it came."""
    district: str
    said: str
    recorded_day: date
    refusal: str
    version_id: int | None
    grams: int
    credits: int
    counted_as: str
    """Evidence that counts less; empty where it counts as it came."""
    weight: int
    """Of what spoke against it."""
    decision: str
    """Of whoever looked at that; `reopened` where an appeal was won."""
    cuts: Sequence[Cut]
    decided_at: datetime
    revoked_at: datetime | None
    given_back: Worth

    @property
    def earned(self) -> Worth:
        return Worth(self.grams, self.credits)

    @property
    def kept(self) -> Worth:
        """What was paid, less what was given back."""
        return Worth(self.grams - self.given_back.grams, self.credits - self.given_back.credits)


def citizens_of(trial: Trial, *, after: int, limit: int) -> list[int]:
    """The next citizens by id that have an act which the trial covers."""
    following = f"SELECT DISTINCT citizen_id {_COVERED} AND citizen_id > %s ORDER BY 1 LIMIT %s"
    return _numbers(following, trial, after, limit)


def count_citizens(trial: Trial) -> int:
    """How many have an act which the trial covers."""
    # No act is recorded before its day, and rows lie in the order in which they were recorded.
    counted = f"SELECT count(DISTINCT citizen_id) {_COVERED} AND recorded_at >= %s"
    [count] = _numbers(counted, trial, day_span(trial.first_day)[0])
    return count


def recorded(citizen_ids: Sequence[int], trial: Trial) -> Iterator[Recorded]:
    """The acts of these citizens that the trial could change, citizen by citizen, as they were decided on.

    One statement; the rows come in pieces.
    """
    scenario_ids, since = zip(*sorted(trial.since.items()), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            _ACTS,
            {
                "citizens": pg_arrays.numbers(citizen_ids),
                "scenarios": pg_arrays.numbers(scenario_ids),
                "since": pg_arrays.days(since),
                "earliest": min(since),
                "until": trial.until,
                "tried": trial.scenario_id,
                "first_day": trial.first_day,
                "last_day": trial.last_day,
                "may_be_taken": MAY_BE_TAKEN,
            },
        )
        for *facts, cuts, decided_at, revoked_at, grams, credits in cursor:
            told = tuple(Cut(**cut) for cut in json.loads(cuts))
            yield Recorded._make([*facts, told, decided_at, revoked_at, Worth(grams, credits)])


_COVERED = """
    FROM activities_activity
    WHERE scenario_id = %s AND city_day BETWEEN %s AND %s
    AND (status IN ('scored', 'revoked') OR (status = 'rejected' AND refusal = ANY (%s)))
"""
_ACTS = """
    SELECT activity.id, activity.citizen_id, activity.scenario_id, activity.started_at, activity.ended_at,
           activity.city_day, activity.channel, activity.evidence, activity.district, activity.values::text,
           (activity.recorded_at AT TIME ZONE 'Asia/Shanghai')::date,
           CASE WHEN assessment.activity_id IS NULL THEN activity.refusal ELSE '' END,
           assessment.version_id, coalesce(assessment.grams, 0), coalesce(assessment.credits, 0),
           coalesce(assessment.facts->>'counted_as', ''), coalesce(doubted.weight, 0),
           CASE WHEN doubted.reopened_at IS NULL THEN coalesce(doubted.decision, '') ELSE 'reopened' END,
           coalesce(assessment.facts->'cuts', '[]')::text, coalesce(assessment.assessed_at, activity.status_at),
           revocation.revoked_at, coalesce(revocation.grams, 0), coalesce(revocation.credits, 0)
    FROM unnest(%(scenarios)s::bigint[], %(since)s::date[]) AS reached (scenario_id, since)
    JOIN activities_activity AS activity
        ON activity.scenario_id = reached.scenario_id AND activity.city_day >= reached.since
        AND activity.citizen_id = ANY (%(citizens)s::bigint[]) AND activity.city_day >= %(earliest)s
    LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = activity.id
    LEFT JOIN activities_doubted AS doubted ON doubted.activity_id = activity.id
    LEFT JOIN activities_revocation AS revocation
        ON revocation.activity_id = activity.id AND revocation.revoked_at <= %(until)s
    WHERE assessment.assessed_at <= %(until)s
    OR (assessment.activity_id IS NULL AND activity.status = 'rejected' AND activity.refusal = ANY (%(may_be_taken)s)
        AND activity.scenario_id = %(tried)s AND activity.city_day BETWEEN %(first_day)s AND %(last_day)s
        AND activity.status_at <= %(until)s)
    ORDER BY activity.citizen_id, coalesce(assessment.assessed_at, activity.status_at), activity.id
"""


def _numbers(statement: str, trial: Trial, *more: int | datetime) -> list[int]:
    asked: list[Any] = [trial.scenario_id, trial.first_day, trial.last_day, MAY_BE_TAKEN, *more]
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [number for (number,) in cursor.fetchall()]
