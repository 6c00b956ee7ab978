"""How units move: a block is cut to the numbers that go, put elsewhere, written down and posted; all or nothing.

A part keeps its numbers: cutting a block in two changes where each of its numbers is written, and none of the numbers.
"""

from collections.abc import Iterable, Sequence
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


def run_of(block: UnitBlock) -> list[UnitBlock]:
    """A block and those that follow it number by number: of its issuance, with its holder, none of them frozen."""
    later = UnitBlock.objects.filter(
        issuance=block.issuance_id,
        holder=block.holder_id,
        status=BlockStatus.HELD,
        is_frozen=False,
        numbers__startswith__gte=block.numbers.lower,
    )
    run, after = [], block.numbers.lower
    for one in later.order_by("numbers"):
        if one.numbers.lower != after:
            break
        run.append(one)
        after = one.numbers.upper
    return run


def parts_of(holder: Organisation, numbers: Numbers) -> list[UnitBlock]:
    """The locked holder's blocks that together have all of the numbers. Raises `NotTheirUnits`, `UnitsFrozen`."""
    blocks = UnitBlock.objects.filter(holder=holder, status=BlockStatus.HELD, numbers__overlap=as_range(numbers))
    parts = list(blocks.select_related("issuance__project", "holder").order_by("numbers"))
    if sum(_common(part, numbers).tonnes for part in parts) != numbers.tonnes:
        raise NotTheirUnits
    if any(part.is_frozen for part in parts):
        raise UnitsFrozen
    return parts


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
    return move_all([block], Numbers.of(block.numbers), kind, going=going, deed=deed, now=now)


def move_all(
    parts: Sequence[UnitBlock], numbers: Numbers, kind: MoveKind, *, going: Going, deed: Deed, now: datetime
) -> UnitMove:
    """Puts numbers of consecutive blocks of one issuance elsewhere, as one move; their holder is locked."""
    issuance, coming = parts[0].issuance, Going(BlockStatus(parts[0].status), parts[0].holder)
    for part in parts:
        block = cut(part, _common(part, numbers))
        block.status, block.holder = going
        block.save(update_fields=["status", "holder"])
    return write_down(issuance, numbers, kind, coming=coming, going=going, deed=deed, now=now)


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


def _common(block: UnitBlock, numbers: Numbers) -> Numbers:
    whole = Numbers.of(block.numbers)
    return Numbers(max(whole.first, numbers.first), min(whole.after, numbers.after))


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
