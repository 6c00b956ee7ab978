"""Admitted acts become rows: one statement for their keys, the acts new by their key, and the queue of the scorer."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from accounts.models import User
from activities.gate.admission import Accepted
from activities.models import Activity, Status
from activities.ways_in import WayIn
from common import locks, pg_arrays
from common.prepared import Prepared
from common.public_ids import new_public_id
from scenarios.rules import Evidence


def insert(
    citizen: User, accepted: Sequence[Accepted], channel: WayIn, evidence: Evidence, now: datetime
) -> dict[UUID, Activity]:
    """Records the acts whose digest is new, in their order, which is the order in which caps are spent.

    A second sender of the same digest waits here for the first to commit, and then finds its act.
    """
    first: dict[UUID, Accepted] = {}
    for entry in accepted:
        first.setdefault(entry.digest, entry)
    if not first:
        return {}
    acts = {new_public_id(): entry for entry in first.values()}
    written = _write(citizen, acts, channel, evidence, now)
    return {acts[row.public_id].digest: _as_model(row, acts[row.public_id]) for row in written}


class _Row(NamedTuple):
    """An act as it was written: the columns of its model, in their order."""

    id: int
    public_id: str
    citizen_id: int
    scenario_id: int
    channel: str
    evidence: str
    district: str
    started_at: datetime
    ended_at: datetime
    city_day: date
    values: Mapping[str, int | str]
    status: str
    status_at: datetime
    refusal: str
    recorded_at: datetime


def _as_model(row: _Row, entry: Accepted) -> Activity:
    # By position: a thousand models made by name take longer than their INSERT.
    activity = Activity.from_db(connection.alias, _Row._fields, row)
    activity.scenario = entry.scenario
    return activity


_WRITE = Prepared(
    "record_acts",
    f"""
    -- One submission of a citizen at a time: what is numbered first must also be there first.
    WITH turn AS MATERIALIZED (SELECT {locks.until_commit(locks.Space.SUBMISSIONS, "$1::bigint")}),
    told AS MATERIALIZED (
        SELECT nextval('activities_activity_id_seq') AS id, act.*
        FROM turn, unnest(
            $6::uuid[], $7::text[], $8::bigint[], $9::timestamptz[], $10::timestamptz[], $11::date[], $12::jsonb[]
        ) WITH ORDINALITY AS act (digest, public_id, scenario_id, started_at, ended_at, city_day, claim, place)
        ORDER BY place
    ),
    single AS (
        INSERT INTO activities_activitykey (citizen_id, digest, activity_id)
        SELECT $1, digest, id FROM told ORDER BY digest
        ON CONFLICT DO NOTHING
        RETURNING activity_id
    ),
    recorded AS (
        INSERT INTO activities_activity (
            id, public_id, citizen_id, scenario_id, channel, evidence, district, started_at, ended_at, city_day,
            "values", status, status_at, refusal, recorded_at
        )
        SELECT id, public_id, $1, scenario_id, $2::text, $3::text,
               coalesce((SELECT district FROM accounts_profile WHERE user_id = $1), ''),
               started_at, ended_at, city_day, claim, $4::text, $5::timestamptz, '', $5
        -- A list to look in, never a join: the plan is made before anyone knows how many acts there are.
        FROM told WHERE (id IN (SELECT activity_id FROM single)) IS TRUE
        ORDER BY id
        RETURNING public_id, id, district, scenario_id
    ),
    queued AS (
        INSERT INTO activities_queuedact (activity_id, citizen_id, scenario_id)
        SELECT id, $1, scenario_id FROM recorded
    )
    SELECT public_id, id, district FROM recorded
    """,  # noqa: S608, numbers of this program alone
)


def _write(
    citizen: User, acts: Mapping[str, Accepted], channel: WayIn, evidence: Evidence, now: datetime
) -> list[_Row]:
    """One statement for the keys, the new acts by their key, and the queue; returns the acts."""
    entries = acts.values()
    written = _WRITE.rows(
        citizen.pk,
        channel.code,
        evidence.value,
        str(Status.PENDING),
        now,
        f"{{{','.join([str(entry.digest) for entry in entries])}}}",
        pg_arrays.texts(acts),
        pg_arrays.numbers(entry.scenario.pk for entry in entries),
        pg_arrays.moments(entry.draft.started_at for entry in entries),
        pg_arrays.moments(entry.draft.ended_at for entry in entries),
        pg_arrays.days(entry.day for entry in entries),
        pg_arrays.texts(json.dumps(dict(entry.claim.values)) for entry in entries),
    )
    return [
        _Row(
            activity_id,
            public_id,
            citizen.pk,
            (entry := acts[public_id]).scenario.pk,
            channel.code,
            evidence.value,
            district,
            entry.draft.started_at,
            entry.draft.ended_at,
            entry.day,
            dict(entry.claim.values),
            str(Status.PENDING),
            now,
            "",
            now,
        )
        for public_id, activity_id, district in written
    ]
