"""How units move: a block is cut to the numbers that go, put elsewhere, written down and posted; all or nothing.

A part keeps its numbers: cutting a block in two changes where each of its numbers is written, and none of the numbers.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from psycopg2.extras import NumericRange

from accounts.models import User
from credits import ledger, units
from credits.units import Place, TransferKind
from projects.models import BlockStatus, Issuance, MoveKind, Organisation, UnitBlock, UnitMove
from projects.refusals import NotTheirUnits, UnitsFrozen
from projects.serials import Numbers

TRANSFERS = {
    MoveKind.ISSUED: TransferKind.ISSUE,
    MoveKind.TRANSFERRED: TransferKind.TRANSFER,
    MoveKind.RETIRED: TransferKind.RETIRE,
    MoveKind.CANCELLED: TransferKind.CANCEL,
    MoveKind.LOST: TransferKind.CANCEL,
}


class Going(NamedTuple):
    """Where units go or are: with a holder, or where nobody has them any more."""

    status: BlockStatus
    holder: Organisation | None = None

    def place(self, issuance: Issuance) -> Place:
        """The same, as the ledger knows it."""
        match self.status:
            case BlockStatus.HELD:
                assert self.holder is not None
                return units.held_by(self.holder.public_id)
            case BlockStatus.BUFFER:
                return units.buffer_of(issuance.project.public_id)
            case BlockStatus.RETIRED:
                return units.RETIRED
            case BlockStatus.CANCELLED:
                return units.CANCELLED


class Deed(NamedTuple):
    """Who does it, with whom, and what they say."""

    by: User
    agreed_by: User | None = None
    words: str = ""


def as_range(numbers: Numbers) -> NumericRange:
    return NumericRange(numbers.first, numbers.after)


def lock_holder(holder_id: int) -> Organisation:
    """A holder's units move one deed after the other: whoever waited sees the blocks as they became meanwhile."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=holder_id)


def block_of(holder: Organisation, numbers: Numbers) -> UnitBlock:
    """The locked holder's block that has all of the numbers. Raises `NotTheirUnits`, `UnitsFrozen`."""
    blocks = UnitBlock.objects.filter(holder=holder, status=BlockStatus.HELD)
    found = blocks.filter(numbers__contains=as_range(numbers)).select_related("issuance__project", "holder").first()
    if found is None:
        raise NotTheirUnits
    if found.is_frozen:
        raise UnitsFrozen
    return found


def cut(block: UnitBlock, numbers: Numbers) -> UnitBlock:
    """The block of a locked holder, with these numbers alone; what was before and behind them are blocks like it."""
    whole = Numbers.of(block.numbers)
    rests = [Numbers(whole.first, numbers.first), Numbers(numbers.after, whole.after)]
    block.numbers = as_range(numbers)
    block.save(update_fields=["numbers"])
    UnitBlock.objects.bulk_create(_like(block, rest) for rest in rests if rest.tonnes)
    return block


def move(block: UnitBlock, kind: MoveKind, *, going: Going, deed: Deed, now: datetime) -> UnitMove:
    """Puts all of a block elsewhere, its holder locked."""
    coming = Going(BlockStatus(block.status), block.holder)
    block.status, block.holder = going
    block.save(update_fields=["status", "holder"])
    return write_down(block.issuance, Numbers.of(block.numbers), kind, coming=coming, going=going, deed=deed, now=now)


def write_down(
    issuance: Issuance,
    numbers: Numbers,
    kind: MoveKind,
    *,
    coming: Going | None,
    going: Going,
    deed: Deed,
    now: datetime,
) -> UnitMove:
    """The row of a move and its transfer; what comes from nowhere is new."""
    written = UnitMove.objects.create(
        issuance=issuance,
        kind=kind,
        numbers=as_range(numbers),
        status=going.status,
        giver=coming.holder if coming else None,
        taker=going.holder,
        by=deed.by,
        agreed_by=deed.agreed_by,
        words=deed.words,
        happened_at=now,
    )
    if kind in TRANSFERS:
        giving = coming.place(issuance) if coming else units.REGISTRY
        posting = units.moved(
            TRANSFERS[kind],
            numbers.tonnes,
            giving=giving,
            taking=going.place(issuance),
            reference=written.reference,
            now=now,
        )
        ledger.post_all([posting], now=now)
    return written


def _like(block: UnitBlock, numbers: Numbers) -> UnitBlock:
    return UnitBlock(
        issuance=block.issuance,
        numbers=as_range(numbers),
        status=block.status,
        holder=block.holder,
        is_frozen=block.is_frozen,
    )


def tonnes(blocks: Iterable[UnitBlock]) -> int:
    return sum(block.tonnes for block in blocks)
