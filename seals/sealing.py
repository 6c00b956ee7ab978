"""Sealing a day: it is closed, whoever still writes is waited for, and what was written is hashed, chained and signed.

Closing comes first and in a transaction of its own, because a root over a day that somebody still writes into would
be disputed by the next look. From the closing on the database refuses every row that is dated into the day.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from time import monotonic as time_of_machine
from time import sleep as pause

from django.db import connection, transaction

from common.city_time import at_city_time, city_day, day_span
from common.snapshot import snapshot
from jobs.due import database_now
from seals import copies, signing
from seals.copies import Copy
from seals.heads import Head, digest_of, head_hash
from seals.leaves import leaves, salt_citizens
from seals.merkle import Tree
from seals.models import SealedDay
from seals.sources import SealedRows, every_source

SEALED_AT = time(1)
"""In Chengdu, on the day after."""
SALT_BYTES = 32
LOOKED_AGAIN_S = 0.2
TOLD_EVERY = 10_000

Progress = Callable[[str, int], None]
"""Told of each source: how many of its rows were hashed so far."""


def due_day(now: datetime) -> date | None:
    """The day to be sealed next, or `None` where none is due.

    The database's clock has to agree that it is over: a day that was closed because one clock ran ahead would refuse
    everything until the others have come there.
    """
    day = _next_day()
    if day is None:
        return None
    seal_from = at_city_time(day + timedelta(days=1), SEALED_AT)
    return day if seal_from <= min(now, database_now()) else None


def close(day: date, *, now: datetime) -> SealedDay:
    """From now on nothing is dated into the day; one that is closed already is returned as it is."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        [closing] = cursor.fetchone()
        _, ends_at = day_span(day)
        new = {"ends_at": ends_at, "closed_at": now, "closing": closing, "salt": secrets.token_bytes(SALT_BYTES)}
        return SealedDay.objects.get_or_create(day=day, defaults=new)[0]


def is_settled(closed: SealedDay) -> bool:
    """Whether everybody has ended who may have written into the day before it was closed.

    These are older transactions that hold a lock for writing in this database; who comes later is refused.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT NOT EXISTS (
                SELECT FROM pg_locks AS writing
                JOIN pg_locks AS own ON own.virtualtransaction = writing.virtualtransaction
                     AND own.locktype = 'transactionid' AND own.mode = 'ExclusiveLock' AND own.granted
                WHERE writing.locktype = 'relation' AND writing.mode = 'RowExclusiveLock'
                  AND writing.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND age(own.transactionid) > age((%s::bigint %% 4294967296)::text::xid)
            )
            """,
            [closed.closing],
        )
        [settled] = cursor.fetchone()
        return bool(settled)


def over_until() -> datetime | None:
    """The midnight before which nobody can write any more; `None` before the first day is closed."""
    closed = SealedDay.objects.order_by("-day").first()
    if closed is None:
        return None
    midnight, next_midnight = day_span(closed.day)
    # A day is closed after those before it were settled.
    return next_midnight if is_settled(closed) else midnight


def wait_until_settled(closed: SealedDay, *, patience_s: float = float("inf")) -> bool:
    """Whether it is settled within that time."""
    until = time_of_machine() + patience_s
    while not is_settled(closed):
        if time_of_machine() > until:
            return False
        pause(LOOKED_AGAIN_S)
    return True


def seal(closed: SealedDay, *, now: datetime, progress: Progress | None = None) -> SealedDay:
    """Hashes what was written on a closed and settled day, and signs it; not within a transaction of the caller's.

    Of two who seal the same day at once one does, and both find the same root. A day that is sealed already stays as
    it is, with the hashes of its rows: what was changed since would pass for what was sealed.
    """
    if closed.sealed_at is not None:
        return closed
    sources = [source for source in every_source() if not source.is_past]
    salt_citizens(sources, closed.day)
    counts, root = _hashed(closed, sources, progress)
    head = Head(closed.day, digest_of(counts, bytes(closed.salt)), root, _before(closed.day))
    key = signing.private_key()
    text = head.text()
    copy = Copy(text, key.sign(text.encode()).hex(), signing.public_hex(key), counts)
    with transaction.atomic():
        sealed = SealedDay.objects.select_for_update().get(pk=closed.pk)
        if sealed.sealed_at is None:
            _write(sealed, head, copy, now)
    copies.keep(sealed.day, Copy(sealed.head, sealed.signature, sealed.public_key, sealed.counts))
    return sealed


def _write(sealed: SealedDay, head: Head, copy: Copy, now: datetime) -> None:
    sealed.sealed_at = now
    sealed.head, sealed.signature, sealed.public_key, sealed.counts = copy
    sealed.rows = sum((sealed.counts or {}).values())
    sealed.root = head.root
    sealed.head_hash = head_hash(copy.head)
    sealed.save()


def _next_day() -> date | None:
    """The day after the last one that is sealed, or the first on which anything was written."""
    unfinished = SealedDay.objects.filter(sealed_at=None).order_by("day").first()
    if unfinished is not None:
        return unfinished.day
    last = SealedDay.objects.order_by("-day").first()
    return last.day + timedelta(days=1) if last else _first_day()


def _first_day() -> date | None:
    firsts = []
    with connection.cursor() as cursor:
        for source in every_source():
            cursor.execute(f"SELECT min({source.column}) FROM {source.table}")  # noqa: S608, names of this program alone
            firsts += [moment for (moment,) in cursor.fetchall() if moment is not None]
    return city_day(min(firsts)) if firsts else None


def _before(day: date) -> str | None:
    """The hash of the head of the day before; none before the first day."""
    before = SealedDay.objects.sealed().filter(day__lt=day).order_by("-day").first()
    return before.head_hash if before else None


def _hashed(closed: SealedDay, sources: Sequence[SealedRows], progress: Progress | None) -> tuple[dict[str, int], str]:
    """How many rows each source has, and the root over all: out of one snapshot."""
    tree, rows = Tree(), dict.fromkeys((source.name for source in sources), 0)
    with snapshot(), copies.row_hashes(closed.day) as hashes:
        for source in sources:
            for number, leaf in enumerate(leaves(source, closed.day, bytes(closed.salt)), start=1):
                tree.add(leaf.hashed)
                hashes.add(leaf)
                rows[source.name] = number
                if progress and number % TOLD_EVERY == 0:
                    progress(source.name, number)
    return rows, tree.root().hex()
