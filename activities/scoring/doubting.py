"""Doubts in the scorer's batch: what they need is read at once for all its acts, and what comes of them kept.

An act is looked at once. What came of it then holds however often it is reckoned, until somebody decides. Five
statements at the most, however many acts; none but two short ones where no rule of the batch doubts anything.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from activities.models import Came, Doubted
from activities.scoring.cases import Case
from activities.scoring.doubts import Before, Doubt, Look, Shown, amount_of, doubts_of, is_drawn, limit_of
from activities.scoring.queue import Act
from activities.scoring.reckoning import State
from activities.scoring.under_review import OVER_DOUBTS
from common import pg_arrays
from methodologies.journey import Journey
from scenarios.rules import Doubting, Evidence

DAYS_BEFORE = 14
DAYS_SHARED = 30
MOST_TOLD = 10**12
"""Of what no rule can read any more, so that it stops no batch."""
ASK_FOR_HISTORY = frozenset({Evidence.SELF_DECLARED, Evidence.DEVICE})
"""What an operator or a photo proves may be the same every day."""


class Verdict(NamedTuple):
    """What comes of one act, and why."""

    came: Came | None = None
    doubts: Sequence[Doubt] = ()
    is_drawn: bool = False
    is_new: bool = True

    @property
    def weight(self) -> int:
        return sum(doubt.weight for doubt in self.doubts)


CLEAN = Verdict()


def verdicts(
    cases: Sequence[Case], acts: Mapping[int, Act], version_ids: Mapping[int, int], state: State
) -> dict[int, Verdict]:
    """What comes of the acts, by number; of those that are doubted already, what came of them then."""
    known = _known([case.pk for case in cases])
    unseen = [case for case in cases if case.rule.doubting and case.pk not in known]
    looks = _looks(unseen, acts, cases, state)
    seen = {look.case.pk: _verdict(look, acts[look.case.pk], version_ids[look.case.pk]) for look in looks}
    return {**known, **{pk: verdict for pk, verdict in seen.items() if verdict.came}}


def _known(act_ids: Collection[int]) -> dict[int, Verdict]:
    found = Doubted.objects.filter(pk__in=act_ids)
    return {doubted.pk: Verdict(None if doubted.is_forgiven else Came(doubted.came), is_new=False) for doubted in found}


def _verdict(look: Look, act: Act, version_id: int) -> Verdict:
    doubting = look.case.rule.doubting
    assert doubting
    doubts = doubts_of(look)
    if not doubts:
        return Verdict(Came.NOTED, is_drawn=True) if is_drawn(act.public_id, doubting, version_id) else CLEAN
    return Verdict(came_of(sum(doubt.weight for doubt in doubts), doubting, look.case), doubts)


def came_of(weight: int, doubting: Doubting, case: Case) -> Came:
    """What comes of an act that so much speaks against; the case as it came."""
    if _reaches(weight, doubting.refuse_from.value):
        return Came.REFUSED
    if _reaches(weight, doubting.review_from.value):
        return Came.REVIEW
    is_lowered = case.evidence is not case.rule.weakest and _reaches(weight, doubting.lower_from.value)
    return Came.LOWER if is_lowered else Came.NOTED


def _reaches(weight: int, threshold: int | None) -> bool:
    return threshold is not None and weight >= threshold


# What the checks go by


def _looks(unseen: Sequence[Case], acts: Mapping[int, Act], batch: Iterable[Case], state: State) -> list[Look]:
    if not unseen:
        return []
    before, shown, beside = _before(unseen), _shown(unseen), _beside(unseen, batch, state)
    return [
        Look(
            case,
            acts[case.pk].ended_at,
            acts[case.pk].recorded_at,
            beside.get(case.pk, ()),
            before.get(case.pk, Before()),
            shown.get(case.pk, Shown()),
        )
        for case in unseen
    ]


def _beside(unseen: Iterable[Case], batch: Iterable[Case], state: State) -> dict[int, list[Case]]:
    """What meets each act: recorded before it in the batch, or in the timetable."""
    busy: dict[tuple[int, str], list[Case]] = defaultdict(list)
    for case in batch:
        if case.lane:
            busy[case.citizen_id, case.lane].append(case)
    return {
        case.pk: [
            *(other for other in busy[case.citizen_id, case.lane] if other.pk < case.pk and other.meets(case)),
            *(placed.act for placed in state.timetable.meeting(case)),
        ]
        for case in unseen
        if case.lane
    }


def _before(cases: Sequence[Case]) -> dict[int, Before]:
    """The days before of each act's citizen. Only acts recorded before it count, so that the answer stays the same.

    A pattern goes by what was told, refused over doubts or not; what is usual, by what was believed.
    """
    asking = [case for case in cases if case.evidence in ASK_FOR_HISTORY]
    if not asking:
        return {}
    amounts = [amount_of(case) or ("", 0) for case in asking]
    limits = [limit_of(case) or (1, 0) for case in asking]
    columns = [
        pg_arrays.numbers([case.pk for case in asking]),
        pg_arrays.numbers([case.citizen_id for case in asking]),
        pg_arrays.numbers([case.scenario_id for case in asking]),
        pg_arrays.days([case.city_day for case in asking]),
        pg_arrays.moments([case.started_at for case in asking]),
        pg_arrays.texts([name for name, _amount in amounts]),
        pg_arrays.numbers([amount for _name, amount in amounts]),
        pg_arrays.numbers([least for least, _most in limits]),
        pg_arrays.numbers([most for _least, most in limits]),
    ]
    journeys = {case.scenario_id for case in cases if isinstance(case.rule.methodology, Journey)}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.id, found.*
            FROM unnest(
                %s::bigint[], %s::bigint[], %s::bigint[], %s::date[], %s::timestamptz[], %s::text[], %s::bigint[],
                %s::bigint[], %s::bigint[]
            ) AS asked (id, citizen_id, scenario_id, day, started_at, name, amount, least, most)
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE is_other_day AND is_believed),
                       coalesce(avg(told) FILTER (WHERE is_other_day AND is_believed), 0)::bigint,
                       coalesce(max(told) FILTER (WHERE is_other_day AND is_believed), 0)::bigint,
                       count(*) FILTER (WHERE is_other_day AND told = asked.amount),
                       count(*) FILTER (WHERE is_other_day AND is_same_time),
                       count(*) FILTER (WHERE is_other_day AND told BETWEEN asked.least AND asked.most),
                       count(*) FILTER (WHERE is_same_day_journey)
                FROM (
                    SELECT act.scenario_id = asked.scenario_id AND act.city_day <> asked.day AS is_other_day,
                           act.city_day = asked.day AND act.scenario_id = ANY (%s::bigint[]) AS is_same_day_journey,
                           act.status NOT IN ('rejected', 'revoked') AS is_believed,
                           (act.started_at AT TIME ZONE 'UTC')::time = (asked.started_at AT TIME ZONE 'UTC')::time
                               AS is_same_time,
                           CASE WHEN act.scenario_id = asked.scenario_id
                               AND jsonb_typeof(act.values -> asked.name) = 'number'
                               THEN least(greatest((act.values -> asked.name)::numeric, 0), %s)::bigint
                           END AS told
                    FROM activities_activity AS act
                    WHERE act.citizen_id = asked.citizen_id
                    AND act.city_day BETWEEN asked.day - %s AND asked.day
                    AND act.id < asked.id AND (act.status <> 'rejected' OR act.refusal = ANY (%s::text[]))
                ) AS act
                HAVING count(*) > 0
            ) AS found
            """,
            [*columns, pg_arrays.numbers(journeys), MOST_TOLD, DAYS_BEFORE, pg_arrays.texts(sorted(OVER_DOUBTS))],
        )
        return {row[0]: Before(*row[1:]) for row in cursor.fetchall()}


def _shown(cases: Iterable[Case]) -> dict[int, Shown]:
    """What photos and shared things tell, of the acts that have any."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH asked AS (SELECT unnest(%s::bigint[]) AS id),
            photos AS (
                SELECT proves.activity_id, count(*) AS every,
                       count(*) FILTER (WHERE photo.taken_at IS NULL AND photo.existed_at IS NOT NULL) AS saved_again,
                       count(*) FILTER (WHERE photo.is_uniform) AS blank
                FROM asked
                JOIN activities_activityphoto AS proves ON proves.activity_id = asked.id
                JOIN activities_photo AS photo ON photo.id = proves.photo_id
                GROUP BY 1
            ),
            shared AS (
                SELECT own.activity_id, count(DISTINCT act.citizen_id) AS people
                FROM asked
                JOIN activities_countedstretch AS own ON own.activity_id = asked.id
                JOIN activities_activity AS self ON self.id = asked.id
                JOIN activities_countedstretch AS other
                    ON other.thing_id = own.thing_id AND other.activity_id < own.activity_id
                JOIN activities_activity AS act
                    ON act.id = other.activity_id AND act.citizen_id <> self.citizen_id
                    AND act.city_day > self.city_day - %s
                GROUP BY 1
            )
            SELECT coalesce(photos.activity_id, shared.activity_id), coalesce(every, 0), coalesce(saved_again, 0),
                   coalesce(blank, 0), coalesce(people, 0)
            FROM photos FULL JOIN shared ON shared.activity_id = photos.activity_id
            """,
            [pg_arrays.numbers([case.pk for case in cases]), DAYS_SHARED],
        )
        return {row[0]: Shown(*row[1:]) for row in cursor.fetchall()}


# What is kept


def write(found: Mapping[int, Verdict], cases: Mapping[int, Case], now: datetime) -> None:
    """A row for each act that was doubted now, or drawn."""
    new = {pk: verdict for pk, verdict in found.items() if verdict.is_new}
    if not new:
        return
    Doubted.objects.bulk_create(
        [
            Doubted(
                activity_id=pk,
                citizen_id=cases[pk].citizen_id,
                doubts=[doubt._asdict() for doubt in verdict.doubts],
                weight=verdict.weight,
                came=str(verdict.came),
                is_drawn=verdict.is_drawn,
                raised_at=now,
                due_at=_due_at(cases[pk], now) if verdict.came is Came.REVIEW else None,
            )
            for pk, verdict in new.items()
        ]
    )


def _due_at(case: Case, now: datetime) -> datetime:
    assert case.rule.doubting
    return now + timedelta(days=case.rule.doubting.review_days.value or 0)
