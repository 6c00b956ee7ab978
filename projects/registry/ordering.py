"""What one person of a holder orders, and another releases: a transfer, a retirement, or a cancellation.

Of a block and those that follow it number by number go the first units that wait for nothing else. `shown` are those
that a page has shown: no others go then.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from common.city_time import city_day
from common.editions import ChangedMeanwhile
from common.typed.persons import has_personal_number
from projects.models import (
    BlockStatus,
    BoundUnits,
    MoveKind,
    Order,
    OrderKind,
    OrderStatus,
    Organisation,
    Part,
    Purpose,
    UnitBlock,
)
from projects.refusals import (
    NeedsAnother,
    NoSuchYear,
    NotAHolder,
    NotTheirUnits,
    NotYourPart,
    OrderDecided,
    OrdererLeft,
    PersonalNumber,
    SameHolder,
    TooFewUnits,
    UnitsFrozen,
    UnitsWait,
    WordsMissing,
)
from projects.registry import telling
from projects.registry.moving import Deed, Going, as_range, block_of, lock_holder, move_all, parts_of, run_of
from projects.registry.telling import RELEASES
from projects.serials import Numbers

ORDERS = (Part.OWNER, Part.EDITOR)
FIRST_YEAR = 2020


def transfer(
    *,
    block: UnitBlock,
    tonnes: int,
    taker: Organisation,
    by: User,
    words: str,
    now: datetime,
    shown: Numbers | None = None,
) -> Order:
    """Orders that so many units of a block, the first that are free, go to another holder.

    Raises `SameHolder` and as `_order`.
    """
    if taker.pk == block.holder_id:
        raise SameHolder
    _check_approved(taker)
    details = {"taker": taker, "words": words.strip()}
    return _order(block, tonnes, by, now, shown, kind=OrderKind.TRANSFER, **details)


def retire(
    *,
    block: UnitBlock,
    tonnes: int,
    beneficiary: str,
    purpose: Purpose,
    by: User,
    words: str,
    now: datetime,
    year: int | None = None,
    shown: Numbers | None = None,
) -> Order:
    """Orders that so many units of a block, the first that are free, are retired for somebody, or their year.

    Raises `WordsMissing`, `NoSuchYear`, `PersonalNumber` and as `_order`.
    """
    if not beneficiary.strip():
        raise WordsMissing
    said = {"beneficiary": for_all(beneficiary), "words": for_all(words), "year": read_year(year, now)}
    details = {**said, "purpose": purpose}
    return _order(block, tonnes, by, now, shown, kind=OrderKind.RETIRE, **details)


def cancel(
    *, block: UnitBlock, tonnes: int, by: User, words: str, now: datetime, shown: Numbers | None = None
) -> Order:
    """Orders that so many units of a block cease to be, and for nobody. Raises `WordsMissing` and as `_order`."""
    if not words.strip():
        raise WordsMissing
    return _order(block, tonnes, by, now, shown, kind=OrderKind.CANCEL, words=words.strip())


@transaction.atomic
def release(*, order: Order, by: User, now: datetime) -> Order:
    """The second person lets it happen.

    Raises `OrderDecided`, `NotYourPart`, `NeedsAnother`, `OrdererLeft`, `NotAHolder`, `NotTheirUnits`, `UnitsFrozen`.
    """
    found = _undecided(order)
    _check_part(found.holder, by, RELEASES)
    if by.pk == found.by_id:
        raise NeedsAnother
    holder = lock_holder(found.holder_id)
    if not _sits(holder, found.by, ORDERS):
        raise OrdererLeft
    _check_approved(holder, *([found.taker] if found.taker else []))
    numbers = Numbers.of(found.numbers)
    kind, going = _effect(found)
    deed = Deed(found.by, by, found.words)
    found.move = move_all(parts_of(holder, numbers), numbers, kind, going=going, deed=deed, now=now)
    return _decide(found, OrderStatus.RELEASED, by, now)


@transaction.atomic
def withdraw(*, order: Order, by: User, now: datetime) -> Order:
    """Whoever ordered takes it back, and its units are free again. Raises `OrderDecided`, `NotYourPart`."""
    found = _undecided(order)
    _check_part(found.holder, by, tuple(Part))
    if by.pk != found.by_id:
        raise NotYourPart
    return _decide(found, OrderStatus.WITHDRAWN, by, now)


@transaction.atomic
def refuse(*, order: Order, answer: str, by: User, now: datetime) -> Order:
    """The second person says no, and why. Raises `OrderDecided`, `NotYourPart`, `NeedsAnother`, `WordsMissing`."""
    found = _undecided(order)
    _check_part(found.holder, by, RELEASES)
    if by.pk == found.by_id:
        raise NeedsAnother
    if not answer.strip():
        raise WordsMissing
    found.answer = answer.strip()
    return _decide(found, OrderStatus.REFUSED, by, now)


def foresee(block: UnitBlock, tonnes: int) -> Numbers:
    """Which units would go. Raises `UnitsFrozen`, `TooFewUnits`, `UnitsWait`."""
    if block.is_frozen:
        raise UnitsFrozen
    if not 0 < tonnes <= block.tonnes:
        raise TooFewUnits(there=block.tonnes, wanted=tonnes)
    return _first_free(Numbers.of(block.numbers), tonnes)


def foresee_order(block: UnitBlock, tonnes: int) -> Numbers:
    """Which units an order would take, of a block and those that follow it number by number.

    Raises `NotTheirUnits` where the block's first unit went meanwhile, and as `foresee`.
    """
    if block.is_frozen:
        raise UnitsFrozen
    run = run_of(block)
    if not run:
        raise NotTheirUnits
    there = Numbers(run[0].numbers.lower, run[-1].numbers.upper)
    if not 0 < tonnes <= there.tonnes:
        raise TooFewUnits(there=there.tonnes, wanted=tonnes)
    return _first_free(there, tonnes)


def for_all(text: str) -> str:
    """Words of a certificate, which everybody reads. Raises `PersonalNumber`."""
    if has_personal_number(text):
        raise PersonalNumber
    return text.strip()


def read_year(year: int | None, now: datetime) -> int | None:
    """For which year units are retired: the coming one may be made good now. Raises `NoSuchYear`."""
    last = city_day(now).year + 1
    if year is not None and not FIRST_YEAR <= year <= last:
        raise NoSuchYear(first=FIRST_YEAR, last=last)
    return year


@transaction.atomic
def _order(block: UnitBlock, tonnes: int, by: User, now: datetime, shown: Numbers | None, **details: Any) -> Order:
    """Raises `NotYourPart`, `NotAHolder`, `NotTheirUnits`, `ChangedMeanwhile` and as `foresee_order`."""
    assert block.holder_id is not None
    holder = lock_holder(block.holder_id)
    _check_part(holder, by, ORDERS)
    _check_approved(holder)
    going = foresee_order(block_of(holder, Numbers.of(block.numbers)), tonnes)
    if shown is not None and shown != going:
        raise ChangedMeanwhile
    written = Order.objects.create(holder=holder, numbers=as_range(going), by=by, ordered_at=now, **details)
    telling.ordered(written, now=now)
    return written


def _first_free(whole: Numbers, tonnes: int) -> Numbers:
    """The first so many of consecutive units that wait for nothing else. Raises `UnitsWait`."""
    waiting = BoundUnits.objects.filter(numbers__overlap=as_range(whole)).order_by("numbers")
    first = whole.first
    for taken in [*(Numbers.of(bound.numbers) for bound in waiting), Numbers(whole.after, whole.after)]:
        if taken.first - first >= tonnes:
            return Numbers(first, first + tonnes)
        first = taken.after
    raise UnitsWait


def _check_approved(*organisations: Organisation) -> None:
    """Who is suspended orders nothing, lets nothing go and gets nothing."""
    for organisation in organisations:
        if not organisation.is_approved:
            raise NotAHolder(name=str(organisation))


def _check_part(holder: Organisation, user: User, parts: tuple[Part, ...]) -> None:
    if not _sits(holder, user, parts):
        raise NotYourPart


def _sits(holder: Organisation, user: User, parts: tuple[Part, ...]) -> bool:
    return holder.seats.filter(user=user, ended_at=None, part__in=parts).exists()


def _undecided(order: Order) -> Order:
    orders = Order.objects.select_for_update(no_key=True, of=("self",)).select_related("holder", "taker", "by")
    found = orders.get(pk=order.pk)
    if found.status != OrderStatus.WAITING:
        raise OrderDecided(status=found.get_status_display())
    return found


def _effect(order: Order) -> tuple[MoveKind, Going]:
    if order.kind == OrderKind.RETIRE:
        return MoveKind.RETIRED, Going(BlockStatus.RETIRED)
    if order.kind == OrderKind.CANCEL:
        return MoveKind.CANCELLED, Going(BlockStatus.CANCELLED)
    return MoveKind.TRANSFERRED, Going(BlockStatus.HELD, order.taker)


def _decide(order: Order, status: OrderStatus, by: User, now: datetime) -> Order:
    order.status, order.decided_by, order.decided_at = status, by, now
    order.save(update_fields=["status", "decided_by", "decided_at", "answer", "move"])
    telling.decided(order, now=now)
    return order
