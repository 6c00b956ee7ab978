"""Counts stretches of things for acts: locks the things, says what has counted before, and holds what is new."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from django.db import connection

from activities.models import CountedStretch
from activities.models.conflicts import CONFLICT, HOLDS, WANTED
from activities.things.naming import Kind, NamedThing, Stretch
from common import pg_arrays


class Claimed(NamedTuple):
    """What one act wants to count, in its own time; `activity_id` is 0 while it is not recorded."""

    stretches: Sequence[Stretch]
    started_at: datetime
    ended_at: datetime
    activity_id: int


class LockedThings:
    """The things of one submission, locked by `lock` until its transaction ends. The gate's other locks come after."""

    def __init__(self, numbers: Mapping[UUID, int]) -> None:
        self._numbers = numbers
        """The rows of the things, by their digests of today."""

    @classmethod
    def lock(cls, things: Iterable[NamedThing]) -> Self:
        """Locks the things in the order of their numbers; one that was never counted gets its row now."""
        named = _digests(things)
        if not named[0]:
            return cls({})
        with connection.cursor() as cursor:
            cursor.execute(_MAKE, named)
            cursor.execute(_LOCK, named)
            # A thing that two processes met under two keys has two rows: the first one counts.
            return cls({today: number for number, today in reversed(cursor.fetchall())})

    def counted_before(self, citizen_id: int, claims: Mapping[int, Claimed]) -> dict[int, Kind]:
        """Which of a citizen's claims, by place, have counted before or earlier in the same call; what each meets."""
        rows = [(place, stretch) for place, claim in claims.items() for stretch in claim.stretches]
        if not rows:
            return {}
        found = [rows[number] for number in self._meeting(citizen_id, claims, rows)]
        met = {place: stretch.thing.kind for place, stretch in reversed(found)}
        return met | _meeting_each_other({place: claim for place, claim in claims.items() if place not in met})

    def hold(self, acts: Mapping[int, Sequence[Stretch]]) -> None:
        """Counts these stretches for these acts, by number; what an act holds already it goes on holding."""
        held = [
            CountedStretch(
                activity_id=act_id,
                thing_id=self._numbers[stretch.thing.digests[0]],
                first=stretch.first,
                last=stretch.last,
            )
            for act_id, stretches in acts.items()
            for stretch in stretches
        ]
        CountedStretch.objects.bulk_create(held, ignore_conflicts=True)

    def _meeting(
        self, citizen_id: int, claims: Mapping[int, Claimed], rows: Sequence[tuple[int, Stretch]]
    ) -> Iterable[int]:
        """Which rows meet what counts for somebody else or at another time, in their order."""
        own = [claims[place] for place, _stretch in rows]
        with connection.cursor() as cursor:
            cursor.execute(
                _MEETING,
                [
                    citizen_id,
                    pg_arrays.numbers(range(len(rows))),
                    pg_arrays.numbers(self._numbers[stretch.thing.digests[0]] for _place, stretch in rows),
                    pg_arrays.numbers(stretch.first for _place, stretch in rows),
                    pg_arrays.numbers(stretch.last for _place, stretch in rows),
                    pg_arrays.numbers(claim.activity_id for claim in own),
                    pg_arrays.moments(claim.started_at for claim in own),
                    pg_arrays.moments(claim.ended_at for claim in own),
                ],
            )
            return [row[0] for row in cursor.fetchall()]


def still_free(act_ids: Collection[int]) -> list[int]:
    """Those acts whose things have not counted for another act meanwhile; locks the things."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_OF_ACTS, [pg_arrays.numbers(act_ids)])
        cursor.execute(_TAKEN_MEANWHILE, [pg_arrays.numbers(act_ids)])
        taken = {row[0] for row in cursor.fetchall()}
    return [act_id for act_id in act_ids if act_id not in taken]


def hold_too(act_id: int, *, like: int) -> None:
    """Counts for an act what an earlier one of the same citizen and time counts; the caller has locked the things."""
    held = CountedStretch.objects.filter(activity_id=like)
    CountedStretch.objects.bulk_create(
        [
            CountedStretch(activity_id=act_id, thing_id=one.thing_id, first=one.first, last=one.last)
            for one in held.order_by("thing_id")
        ]
    )


def counted_until(thing: NamedThing, *, besides: int = 0) -> int | None:
    """How far a thing has counted, for everybody or for all besides one citizen; nothing where it never has."""
    with connection.cursor() as cursor:
        cursor.execute(_UNTIL, [list(map(str, thing.digests)), besides])
        until: int | None = cursor.fetchone()[0]
    return until


def _meeting_each_other(claims: Mapping[int, Claimed]) -> dict[int, Kind]:
    """Claims that count what an earlier one of them counts at another time."""
    met: dict[int, Kind] = {}
    so_far: dict[UUID, list[tuple[Stretch, Claimed]]] = defaultdict(list)
    for place, claim in claims.items():
        for stretch in claim.stretches:
            if any(_meet(stretch, claim, *other) for other in so_far[stretch.thing.digests[0]]):
                met.setdefault(place, stretch.thing.kind)
        if place not in met:
            for stretch in claim.stretches:
                so_far[stretch.thing.digests[0]].append((stretch, claim))
    return met


def _meet(stretch: Stretch, claim: Claimed, other: Stretch, others: Claimed) -> bool:
    at_one_time = others.started_at < claim.ended_at and claim.started_at < others.ended_at
    return not at_one_time and other.first < stretch.last and stretch.first < other.last


def _digests(things: Iterable[NamedThing]) -> list[list[str]]:
    """The digests of today, and beside each all by which its thing is known."""
    pairs = {(thing.digests[0], digest) for thing in things for digest in thing.digests}
    return [[str(pair[column]) for pair in pairs] for column in (0, 1)]


# In one order, so that two who make the same things wait for one another once.
_MAKE = """
    INSERT INTO activities_thing (digest)
    SELECT said.today FROM unnest(%s::uuid[], %s::uuid[]) AS said (today, digest)
    LEFT JOIN activities_thing AS thing ON thing.digest = said.digest
    GROUP BY said.today HAVING count(thing.id) = 0 ORDER BY said.today
    ON CONFLICT DO NOTHING
"""
_LOCK = """
    SELECT thing.id, said.today FROM unnest(%s::uuid[], %s::uuid[]) AS said (today, digest)
    JOIN activities_thing AS thing ON thing.digest = said.digest
    ORDER BY thing.id FOR NO KEY UPDATE OF thing
"""
_MEETING = f"""
    SELECT DISTINCT wanted.number FROM (
        SELECT %s::bigint AS citizen_id, claimed.* FROM unnest(
            %s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[]
        ) AS claimed (number, thing_id, first, last, activity_id, started_at, ended_at)
    ) AS wanted {CONFLICT} ORDER BY wanted.number
"""  # noqa: S608, an expression of this program alone
_LOCK_OF_ACTS = """
    SELECT FROM activities_thing WHERE id IN (
        SELECT thing_id FROM activities_countedstretch WHERE activity_id = ANY (%s::bigint[])
    ) ORDER BY id FOR NO KEY UPDATE
"""
_TAKEN_MEANWHILE = f"""
    SELECT DISTINCT wanted.activity_id
    FROM ({WANTED.format(stretches="activities_countedstretch")} WHERE stretch.activity_id = ANY (%s::bigint[]))
        AS wanted {CONFLICT}
"""  # noqa: S608, an expression of this program alone
_UNTIL = f"""
    SELECT max(counted.last) FROM activities_thing AS thing
    JOIN activities_countedstretch AS counted ON counted.thing_id = thing.id
    JOIN activities_activity AS act ON act.id = counted.activity_id
    LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
    WHERE thing.digest = ANY (%s::uuid[]) AND act.citizen_id <> %s AND {HOLDS}
"""  # noqa: S608, an expression of this program alone
