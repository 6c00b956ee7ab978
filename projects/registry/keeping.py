"""What the city does with units: freezes and thaws them, cancels them, and takes from a buffer what a sink has lost."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from projects.models import BlockStatus, CarbonProject, MoveKind, UnitBlock, UnitMove
from projects.refusals import BufferTooSmall, NeedsAnother, NotInBlock, NotTheirUnits, WordsMissing
from projects.registry.moving import Deed, Going, cut, lock_holder, move, tonnes, write_down
from projects.serials import Numbers


@transaction.atomic
def freeze(*, block: UnitBlock, by: User, words: str, now: datetime, numbers: Numbers | None = None) -> UnitMove | None:
    """Units of a block, all or some, do not move until they are thawed; again changes nothing.

    Raises `NotTheirUnits`, `NotInBlock`, `WordsMissing`.
    """
    return _stand_still(block, numbers, MoveKind.FROZEN, Deed(by, words=words.strip()), now)


@transaction.atomic
def thaw(*, block: UnitBlock, by: User, words: str, now: datetime, numbers: Numbers | None = None) -> UnitMove | None:
    """Frozen units may move again; again changes nothing. Raises as `freeze`."""
    return _stand_still(block, numbers, MoveKind.THAWED, Deed(by, words=words.strip()), now)


@transaction.atomic
def cancel(*, block: UnitBlock, by: User, agreed_by: User, words: str, now: datetime) -> UnitMove:
    """Units that should not be, frozen or not, cease to be. Raises `NeedsAnother`, `WordsMissing`, `NotTheirUnits`."""
    deed = _by_two(by, agreed_by, words)
    found = _held(block)
    found.is_frozen = False
    found.save(update_fields=["is_frozen"])
    return move(found, MoveKind.CANCELLED, going=Going(BlockStatus.CANCELLED), deed=deed, now=now)


@transaction.atomic
def lose(
    *, project: CarbonProject, tonnes_lost: int, by: User, agreed_by: User, words: str, now: datetime
) -> list[UnitMove]:
    """What a project's sink has lost is taken from its buffer, the oldest numbers first.

    Raises `NeedsAnother`, `WordsMissing`, `BufferTooSmall`.
    """
    deed, moves = _by_two(by, agreed_by, words), []
    CarbonProject.objects.select_for_update(no_key=True).get(pk=project.pk)
    going = Going(BlockStatus.CANCELLED)
    for block, numbers in taken_for(project, tonnes_lost):
        moves.append(move(cut(block, numbers), MoveKind.LOST, going=going, deed=deed, now=now))
    return moves


def taken_for(project: CarbonProject, tonnes_lost: int) -> list[tuple[UnitBlock, Numbers]]:
    """Which units of which blocks a loss takes, the oldest numbers first. Raises `BufferTooSmall`."""
    blocks, taken = list(buffer_of(project).order_by("numbers")), []
    if not 0 < tonnes_lost <= tonnes(blocks):
        raise BufferTooSmall(there=tonnes(blocks), wanted=tonnes_lost)
    for block in blocks:
        whole = Numbers.of(block.numbers)
        part = min(whole.tonnes, tonnes_lost)
        if part:
            taken.append((block, Numbers(whole.first, whole.first + part)))
            tonnes_lost -= part
    return taken


def buffer_of(project: CarbonProject) -> QuerySet[UnitBlock]:
    """What is set aside for what the project's sink may lose."""
    blocks = UnitBlock.objects.filter(issuance__project=project, status=BlockStatus.BUFFER)
    return blocks.select_related("issuance__project")


def _by_two(by: User, agreed_by: User, words: str) -> Deed:
    if by == agreed_by:
        raise NeedsAnother
    if not words.strip():
        raise WordsMissing
    return Deed(by, agreed_by, words.strip())


def _stand_still(
    block: UnitBlock, numbers: Numbers | None, kind: MoveKind, deed: Deed, now: datetime
) -> UnitMove | None:
    if not deed.words:
        raise WordsMissing
    found = _held(block)
    whole = Numbers.of(found.numbers)
    part = numbers or whole
    if not whole.first <= part.first < part.after <= whole.after:
        raise NotInBlock(first=whole.first, last=whole.last)
    if found.is_frozen == (kind == MoveKind.FROZEN):
        return None
    cut(found, part)
    found.is_frozen = not found.is_frozen
    found.save(update_fields=["is_frozen"])
    here = Going(BlockStatus.HELD, found.holder)
    return write_down(found.issuance, Numbers.of(found.numbers), kind, coming=here, going=here, deed=deed, now=now)


def _held(block: UnitBlock) -> UnitBlock:
    """The block, its holder locked, where it is as it was shown. Raises `NotTheirUnits`."""
    if block.holder_id is None:
        raise NotTheirUnits
    lock_holder(block.holder_id)
    found = UnitBlock.objects.select_related("issuance__project", "holder").get(pk=block.pk)
    if found.status != BlockStatus.HELD or (found.numbers, found.holder_id) != (block.numbers, block.holder_id):
        raise NotTheirUnits
    return found
