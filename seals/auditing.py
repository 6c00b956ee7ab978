"""Proves the chain: every sealed day is what it was sealed as, follows the day before, and is signed and kept outside.

Which row of a day is another is told from the short hashes that were kept outside the database when it was sealed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from django.db import connection
from django.utils.functional import cached_property

from common.audit import Finding
from common.city_time import day_span
from seals import copies, guards, signing
from seals.heads import Head, head_hash
from seals.leaves import Leaf, leaves
from seals.merkle import Tree
from seals.models import SealedDay
from seals.sources import SealedRows, every_source

NAMED = 50
"""So many rows of a day are named one by one."""

Progress = Callable[[date, int], None]


def findings(*, since: date | None = None, progress: Progress | None = None) -> Iterator[Finding]:
    """What is wrong with the chain from a day on, day by day; needs a snapshot (`common.snapshot`)."""
    days = SealedDay.objects.sealed().order_by("day")
    before = None
    if since is not None:
        before = days.filter(day__lt=since).last()
        days = days.filter(day__gte=since)
    for sealed in days.iterator(chunk_size=100):
        yield from _document(sealed, before)
        yield from _Rows(sealed).findings()
        if progress:
            progress(sealed.day, sealed.rows or 0)
        before = sealed
    if before is not None:
        yield from _key(before)
    yield from _gone(since)
    yield from _kept_and_there()
    yield from _guards_off()


def _document(sealed: SealedDay, before: SealedDay | None) -> Iterator[Finding]:
    """The day's head: what it says, whom it follows, its signature and its copy."""
    head = _head_of(sealed)
    if head is None or head_hash(sealed.head) != sealed.head_hash or not _is_of(sealed, head):
        yield Finding("seal_is_not_its_head", f"day {sealed}: its root, rows or hash are not what its head says")
    if not signing.is_signed(sealed.signature, sealed.head.encode(), sealed.public_key):
        yield Finding("seal_is_not_signed", f"day {sealed}: its head is not what key {sealed.public_key[:16]}… signed")
    if sealed.ends_at != day_span(sealed.day)[1]:
        yield Finding("seal_ends_at_another_time", f"day {sealed}: it is closed until {sealed.ends_at.isoformat()}")
    if before is not None and sealed.day != before.day + timedelta(days=1):
        yield Finding("chain_has_a_gap", f"between {before} and {sealed} no day is sealed")
    if head is not None and before is not None and head.before != before.head_hash:
        yield Finding("chain_is_broken", f"day {sealed} was sealed upon another day before it than {before} is now")
    yield from _copy(sealed)


def _copy(sealed: SealedDay) -> Iterator[Finding]:
    copy = copies.read(sealed.day)
    if copy is None:
        yield Finding("seal_without_its_copy", f"day {sealed}: no copy of its head is kept outside the database")
    elif copy != copies.Copy(sealed.head, sealed.signature, sealed.public_key, sealed.counts):
        yield Finding("seal_is_not_its_copy", f"day {sealed}: the head kept outside the database is another")
    for path in copies.superseded(sealed.day):
        yield Finding("day_sealed_twice", f"day {sealed}: it was sealed with another head before, kept as {path.name}")


def _key(last: SealedDay) -> Iterator[Finding]:
    """Who has no key of the portal's can sign the whole chain anew with another, and so the last day too."""
    own = signing.public_of_this_portal()
    if own is not None and own != last.public_key:
        yield Finding(
            "sealed_by_another_key", f"day {last}: key {last.public_key[:16]}… signed it, the portal's is {own[:16]}…"
        )


def _gone(since: date | None) -> Iterator[Finding]:
    there = set(SealedDay.objects.sealed().values_list("day", flat=True))
    for day in copies.kept_days():
        if day not in there and (since is None or day >= since):
            yield Finding("sealed_day_is_gone", f"day {day}: its head is kept outside, and the database has none")


def _kept_and_there() -> Iterator[Finding]:
    """A kept digest stands for a row whatever it says now: so nothing may be said there any more."""
    with connection.cursor() as cursor:
        for source in every_source():
            if source.holds:
                cursor.execute(
                    f"""
                    SELECT kept.row_id FROM seals_keptdigest AS kept JOIN {source.table} AS of_row
                    ON of_row.id = kept.row_id WHERE kept.source = %s AND ({source.holds}) ORDER BY 1
                    """,  # noqa: S608, names and an expression of this program alone
                    [source.name],
                )
                for (row_id,) in cursor.fetchall():
                    yield Finding("erased_and_there", f"{source.words} {row_id} was erased, and its values are there")


def _guards_off() -> Iterator[Finding]:
    for table, name, state in guards.off():
        yield Finding("guard_is_off", f"{name} of {table} is {state}")


def _head_of(sealed: SealedDay) -> Head | None:
    try:
        return Head.read(sealed.head)
    except ValueError:
        return None


def _is_of(sealed: SealedDay, head: Head) -> bool:
    counts = head.counts_of(sealed.counts, bytes(sealed.salt))
    return counts is not None and (head.day, head.root, sum(counts.values())) == (sealed.day, sealed.root, sealed.rows)


def _counts(sealed: SealedDay) -> dict[str, int]:
    """By source, as the head says: out of the database, or of the copy outside where that is another."""
    head, copy = _head_of(sealed), copies.read(sealed.day)
    if head is None:
        return {}
    for kept in (sealed.counts, copy.counts if copy else None):
        counts = head.counts_of(kept, bytes(sealed.salt))
        if counts is not None:
            return dict(counts)
    return dict(sealed.counts or {})


@dataclass
class _Rows:
    """Hashes the rows of a day anew, beside the short hashes of when they were sealed."""

    sealed: SealedDay
    tree: Tree = field(default_factory=Tree)
    counted: dict[str, int] = field(default_factory=dict)

    @cached_property
    def _were(self) -> dict[str, int]:
        return dict(sorted(_counts(self.sealed).items()))

    def findings(self) -> Iterator[Finding]:
        named = list(islice(self._differences(), NAMED + 1))
        # Where not all differences were looked at, not all rows were hashed, and there is no root to compare.
        if len(named) <= NAMED and self.tree.root().hex() == self.sealed.root:
            if named or not self._are_kept_whole():
                yield Finding(
                    "rows_outside_are_others", f"day {self.sealed}: the row hashes kept outside are not its own"
                )
            return
        if not named:
            counts = ", ".join(f"{name} {self.counted[name]} of {count}" for name, count in self._were.items())
            yield Finding("sealed_rows_changed", f"day {self.sealed} has other rows than were sealed: {counts}")
        for words in named[:NAMED]:
            yield Finding("sealed_row_changed", f"day {self.sealed}: {words}")
        if len(named) > NAMED:
            yield Finding("sealed_row_changed", f"day {self.sealed}: and more")

    def _are_kept_whole(self) -> bool:
        """Where none are kept, none are others."""
        day = self.sealed.day
        return copies.sealed_rows(day) is None or copies.is_of_size(day, self.tree.size)

    def _differences(self) -> Iterator[str]:
        """Every row that is not as it was sealed, in words; where no hashes are kept, the tree alone grows."""
        sources = {source.name: source for source in every_source()}
        kept = copies.sealed_rows(self.sealed.day)
        for name, count in self._were.items():
            self.counted[name] = 0
            if name not in sources:
                yield f"its {count} rows of {name} cannot be read by this program"
                continue
            found = self._hashed(sources[name])
            yield from _told(sources[name].words, found, None if kept is None else islice(kept, count))

    def _hashed(self, source: SealedRows) -> Iterator[Leaf]:
        for leaf in leaves(source, self.sealed.day, bytes(self.sealed.salt)):
            self.tree.add(leaf.hashed)
            self.counted[source.name] += 1
            yield leaf


def _told(words: str, found: Iterator[Leaf], kept: Iterator[tuple[int, bytes]] | None) -> Iterator[str]:
    """Both are in the order of the rows' numbers."""
    if kept is None:
        for _leaf in found:
            pass
        return
    leaf, was = next(found, None), next(kept, None)
    while leaf or was:
        if was is None or (leaf is not None and leaf.row_id < was[0]):
            assert leaf is not None
            yield f"{words} {leaf.row_id} was not there when the day was sealed"
            leaf = next(found, None)
        elif leaf is None or was[0] < leaf.row_id:
            yield f"{words} {was[0]} was there when the day was sealed and is not any more"
            was = next(kept, None)
        else:
            if leaf.hashed[: copies.SHORT_BYTES] != was[1]:
                yield f"{words} {leaf.row_id} is not as it was sealed"
            leaf, was = next(found, None), next(kept, None)
