"""The queue of acts that are not scored yet: a narrow table of its own, so that what never changes is never rewritten.

An act is in the queue exactly while its status is pending, waiting or behind; whoever changes that status tells the
queue in the same transaction. The scorer locks whose the acts are first, then reads them, as plain values: thousands of
acts a second are rows and nothing more; a model instance each would cost more than counting the act.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from accounts.standing.reading import EARNING_FROZEN
from activities.models import SHARDS, Activity, QueuedAct, Status
from common import pg_arrays
from methodologies.base import Claim, Methodology
from scenarios.rules import Evidence

ATTEMPTS_TO_CLAIM = 5
ACTS_A_CITIZEN = 10
"""How many acts of each citizen are passed over at most, on average, to find others who wait."""
SET_BACK = timedelta(minutes=1)
"""Clocks of two hosts may differ by less."""
FREE = f"citizen_id NOT IN ({EARNING_FROZEN})"
"""SQL: whose acts are scored now; those of others stay pending, and stand in nobody's way."""
_GRADES = {grade.value: grade for grade in Evidence}
_COLUMNS = """
    act.id, act.citizen_id, act.scenario_id, act.evidence, act.started_at, act.ended_at, act.city_day, act.values,
    act.public_id, act.recorded_at
"""


class Act(NamedTuple):
    """One act; `said` is its claim as JSON."""

    pk: int
    citizen_id: int
    scenario_id: int
    evidence: Evidence
    started_at: datetime
    ended_at: datetime
    city_day: date
    said: str
    public_id: str
    recorded_at: datetime

    def claim(self, method: Methodology) -> Claim:
        """The claim as a methodology reads it. Raises `methodologies.base.ClaimError`."""
        took = self.ended_at - self.started_at
        return method.read(json.loads(self.said), took.days * 86_400 + took.seconds)


def enter(acts: Sequence[Activity]) -> None:
    """New acts begin to wait for the scorer."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO activities_queuedact (activity_id, citizen_id, scenario_id)
            SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[])
            """,
            [
                pg_arrays.numbers([act.pk for act in acts]),
                pg_arrays.numbers([act.citizen_id for act in acts]),
                pg_arrays.numbers([act.scenario_id for act in acts]),
            ],
        )


def take(shard: int, limit: int) -> list[Act]:
    """The oldest pending acts of the citizens that this transaction could lock, in the order they were recorded."""
    busy: set[int] = set()
    for _attempt in range(ATTEMPTS_TO_CLAIM):
        waiting = _oldest(shard, busy, limit)
        locked = lock_citizens(waiting)
        if locked or not waiting:
            # Read again under the lock: another batch may have scored some of them, or somebody have been frozen.
            return _read(shard, locked, limit)
        # All of them are busy elsewhere: look behind them.
        busy |= waiting
    return []


def leave(act_ids: Collection[int]) -> None:
    """Acts that are settled wait no more. The caller holds their citizens' locks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM activities_queuedact WHERE activity_id = ANY (%s::bigint[])", [pg_arrays.numbers(act_ids)]
        )


def wait_behind(in_review: Mapping[int, int], *, now: datetime) -> None:
    """Acts whose time is that of one in review, by its number, wait for what is decided on it. Under the same locks."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE activities_queuedact AS queued SET waits_since = %s, waits_for = found.in_review_id
            FROM unnest(%s::bigint[], %s::bigint[]) AS found (activity_id, in_review_id)
            WHERE queued.activity_id = found.activity_id
            """,
            [now, pg_arrays.numbers(in_review), pg_arrays.numbers(in_review.values())],
        )


def go_on_after(activity_id: int, *, now: datetime) -> None:
    """Makes acts pending again that waited for a decision on this one. The caller holds their citizen's lock."""
    behind = QueuedAct.objects.behind(activity_id)
    Activity.objects.filter(pk__in=list(behind.values_list("pk", flat=True))).update(
        status=Status.PENDING, status_at=now
    )
    behind.update(waits_since=None, waits_for=None)


def wait_for_budget(act_ids: Collection[int], *, now: datetime) -> None:
    """Acts that nobody can pay now stay in the queue and are passed over. The caller holds their citizens' locks."""
    QueuedAct.objects.filter(pk__in=list(act_ids)).update(waits_since=now, waits_for=None)


def waiting(citizen_ids: Collection[int]) -> list[Act]:
    """The citizens' acts that wait for their budget, in the order they were recorded."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {_COLUMNS}
            FROM activities_queuedact AS queued JOIN activities_activity AS act ON act.id = queued.activity_id
            WHERE queued.waits_since IS NOT NULL AND queued.waits_for IS NULL
                AND queued.citizen_id = ANY (%s::bigint[])
            ORDER BY act.id
            """,  # noqa: S608, columns of this program alone
            [pg_arrays.numbers(citizen_ids)],
        )
        return list(map(_act, cursor.fetchall()))


def in_review(citizen_ids: Collection[int]) -> list[Act]:
    """The citizens' acts that somebody has to decide on, in the order they were recorded."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {_COLUMNS}
            FROM activities_doubted AS doubted JOIN activities_activity AS act ON act.id = doubted.activity_id
            WHERE doubted.came = 'review' AND doubted.decision = '' AND doubted.citizen_id = ANY (%s::bigint[])
            ORDER BY act.id
            """,  # noqa: S608, columns of this program alone
            [pg_arrays.numbers(citizen_ids)],
        )
        return list(map(_act, cursor.fetchall()))


def release(*, waiting_since: datetime, now: datetime, limit: int) -> int:
    """Makes acts pending again that have waited since then or longer, of `limit` citizens; returns how many.

    Takes the citizens' locks, so that no act is sent to wait behind one that is released at the same moment; citizens
    who are busy elsewhere stay for the next call. Call it in a transaction.
    """
    citizen_ids = _first_to_wait(waiting_since, now, limit)
    waiting = QueuedAct.objects.waiting_for_budget().filter(citizen_id__in=lock_citizens(citizen_ids))
    act_ids = list(waiting.values_list("pk", flat=True))
    Activity.objects.filter(pk__in=act_ids).update(status=Status.PENDING, status_at=now)
    return QueuedAct.objects.filter(pk__in=act_ids).update(waits_since=None)


def busy_shards() -> list[int]:
    """Shards with pending acts, the one that has waited longest first."""
    return [shard for shard, _oldest_act in _oldest_by_shard()]


def oldest_pending() -> int | None:
    """The pending act that was recorded first."""
    return next((oldest for _shard, oldest in _oldest_by_shard()), None)


def lock_citizens(citizen_ids: Collection[int]) -> list[int]:
    """Those of the citizens whom nobody else holds, locked in id order until the transaction ends."""
    if not citizen_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id FROM accounts_user WHERE id = ANY (%s::bigint[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
            """,
            [pg_arrays.numbers(citizen_ids)],
        )
        return [row[0] for row in cursor.fetchall()]


def _first_to_wait(waiting_since: datetime, now: datetime, limit: int) -> list[int]:
    """Citizens with acts that have waited since then or longer, the longest first."""
    # Who began to wait in the future did so before the clock was set back: when that was, nobody knows.
    long, ahead = Q(waits_since__lte=waiting_since), Q(waits_since__gt=now + SET_BACK)
    # Asked one by one, each is a stretch of one index: where a budget is exhausted all wait, and nobody for long.
    waits = [
        QueuedAct.objects.filter(which, waits_for=None).order_by("waits_since", "citizen_id") for which in (long, ahead)
    ]
    some = [wait.values_list("citizen_id", flat=True)[: limit * ACTS_A_CITIZEN] for wait in waits]
    return list(dict.fromkeys(chain.from_iterable(some)))[:limit]


def _oldest_by_shard() -> list[tuple[int, int]]:
    """Each shard that has pending acts, with the first of them; the shard whose is the oldest comes first.

    A look into an index for each shard, however many acts are pending and however many wait for a budget before them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT shard, first.activity_id
            FROM generate_series(0, %s - 1) AS shard, LATERAL (
                SELECT activity_id FROM activities_queuedact
                WHERE citizen_id %% %s = shard AND waits_since IS NULL AND {FREE}
                ORDER BY activity_id LIMIT 1
            ) AS first
            ORDER BY first.activity_id
            """,  # noqa: S608, a condition of this program alone
            [SHARDS, SHARDS],
        )
        return list(cursor.fetchall())


def _oldest(shard: int, busy: Collection[int], limit: int) -> set[int]:
    """Whose the oldest pending acts of a shard are, without those who are busy."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT citizen_id FROM activities_queuedact
            WHERE citizen_id %% %s = %s AND waits_since IS NULL AND citizen_id <> ALL (%s::bigint[]) AND {FREE}
            ORDER BY activity_id LIMIT %s
            """,  # noqa: S608, a condition of this program alone
            [SHARDS, shard, pg_arrays.numbers(busy), limit],
        )
        return {row[0] for row in cursor.fetchall()}


def _read(shard: int, citizen_ids: Collection[int], limit: int) -> list[Act]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {_COLUMNS}
            FROM (
                SELECT activity_id FROM activities_queuedact
                WHERE citizen_id %% %s = %s AND waits_since IS NULL AND citizen_id = ANY (%s::bigint[]) AND {FREE}
                ORDER BY activity_id LIMIT %s
            ) AS queued
            JOIN activities_activity AS act ON act.id = queued.activity_id
            ORDER BY act.id
            """,  # noqa: S608, columns of this program alone
            [SHARDS, shard, pg_arrays.numbers(citizen_ids), limit],
        )
        return list(map(_act, cursor.fetchall()))


def _act(row: tuple[Any, ...]) -> Act:
    pk, citizen_id, scenario_id, grade, *rest = row
    return Act(pk, citizen_id, scenario_id, _GRADES[grade], *rest)
