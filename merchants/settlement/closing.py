"""Drawing up a merchant's statement: its lines in batches, then their sums. Cut off anywhere, the next run goes on.

What was undone before a statement is drawn up is on none. What is undone later is a line of the next one.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from common.city_time import CITY_ZONE, city_day, day_span, next_month
from jobs import one_by_one
from merchants.models import (
    LineKind,
    Merchant,
    MerchantStatus,
    Redemption,
    RedemptionStep,
    Shop,
    Statement,
    StatementLine,
    StatementStatus,
    StatementStepKind,
    Step,
)
from merchants.refusals import MonthNotOver, NothingToSettle, SettledFinally, StillTaking
from merchants.settlement import correcting
from merchants.settlement.stepping import lock_merchant, step

BATCH = 1000
AFTER = timedelta(hours=1)
"""So long after its end a month is closed by the clock: nothing of it can be undone at a till any more."""
Deed = Callable[[int], bool]
"""Done with a merchant, by number."""
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=CITY_ZONE)


def close_due(*, now: datetime, limit: int) -> int:
    """Finishes what was cut off, and closes months that are over, a merchant's earliest first; at most `limit` of both.

    Returns how many. A merchant whose month cannot be closed is passed over, and stops none of the others.
    """
    done = 0
    # One after the other: what is due is looked for when nothing is cut off any more.
    for merchant_id, deed in chain(_finishings(now), _closings(now)):
        if done == limit:
            break
        done += one_by_one.tried(Merchant, merchant_id, deed)
    return done


def _finishings(now: datetime) -> Iterator[tuple[int, Deed]]:
    cut_off = Statement.objects.filter(status=StatementStatus.OPEN).select_related("merchant").order_by("pk")
    for statement in cut_off:
        yield statement.merchant_id, partial(_finish, statement, now)


def _finish(statement: Statement, now: datetime, _merchant_id: int) -> bool:
    _finished(statement, None, now)
    return True


def _closings(now: datetime) -> Iterator[tuple[int, Deed]]:
    for merchant_id, next_at in _due(now):
        yield merchant_id, partial(_close_month, city_day(next_at).replace(day=1), now)


def _close_month(month: date, now: datetime, merchant_id: int) -> bool:
    return close(merchant=Merchant.objects.get(pk=merchant_id), month=month, now=now) is not None


def close(*, merchant: Merchant, month: date, now: datetime, by: User | None = None) -> Statement | None:
    """The statement of a month that is over; none where nothing was taken. Closing twice changes nothing.

    Raises `MonthNotOver`, and `OwnMerchant` where somebody closes for a merchant of their own.
    """
    until = day_span(next_month(month))[0]
    if now < until:
        raise MonthNotOver
    return _drawn_up(merchant, month, until, is_final=False, by=by, now=now)


def close_finally(*, merchant: Merchant, now: datetime, by: User | None) -> Statement:
    """The last statement of a merchant that takes nothing any more, in the midst of a month.

    Raises `StillTaking`, `SettledFinally`, `NothingToSettle`, and `OwnMerchant`.
    """
    if merchant.is_approved and merchant.shops.filter(is_open=True).exists():
        raise StillTaking(merchant=str(merchant))
    month = city_day(now).replace(day=1)
    if Statement.objects.shown().filter(merchant=merchant, month=month, is_final=True).exists():
        raise SettledFinally
    statement = _drawn_up(merchant, month, now, is_final=True, by=by, now=now)
    if statement is None:
        raise NothingToSettle
    return statement


def leaving(*, now: datetime) -> list[Merchant]:
    """Merchants that take nothing any more, with something taken that is on no statement."""
    open_shops = Shop.objects.filter(merchant=OuterRef("pk"), is_open=True)
    gone = Merchant.objects.filter(
        Q(status__in=[MerchantStatus.SUSPENDED, MerchantStatus.LEFT]) | ~Exists(open_shops)
    ).order_by("pk")
    return [merchant for merchant in gone if _taken(merchant.pk, now).exists()]


def _due(now: datetime) -> list[tuple[int, datetime]]:
    """Merchants by number, with the moment of what each took first after its last statement and before this month."""
    closed = Statement.objects.shown().filter(merchant=OuterRef("merchant")).order_by("-until").values("until")[:1]
    taken = Redemption.objects.filter(merchant=OuterRef("pk"), captured_at__gte=Coalesce(Subquery(closed), BEFORE_ALL))
    next_at = Subquery(taken.order_by("captured_at").values("captured_at")[:1])
    until = day_span(city_day(now - AFTER).replace(day=1))[0]
    due = Merchant.objects.annotate(next_at=next_at).filter(next_at__lt=until).order_by("pk")
    return list(due.values_list("pk", "next_at"))


def _drawn_up(
    merchant: Merchant, month: date, until: datetime, *, is_final: bool, by: User | None, now: datetime
) -> Statement | None:
    statement = _opened(merchant, month, until, is_final=is_final, by=by)
    return _finished(statement, by, now) if statement else None


def _finished(statement: Statement, by: User | None, now: datetime) -> Statement:
    while statement.status == StatementStatus.OPEN:
        statement = _went_on(statement.pk, statement.merchant, by, now)
    return statement


@transaction.atomic
def _opened(merchant: Merchant, month: date, until: datetime, *, is_final: bool, by: User | None) -> Statement | None:
    """The statement as it stands, begun where something is to be put on one."""
    lock_merchant(merchant.pk, by)
    known = Statement.objects.filter(merchant=merchant, month=month, is_final=is_final).first()
    if known or not _taken(merchant.pk, until).exists():
        return known
    return Statement.objects.create(merchant=merchant, month=month, until=until, is_final=is_final)


@transaction.atomic
def _went_on(statement_id: int, merchant: Merchant, by: User | None, now: datetime) -> Statement:
    """Adds a batch; where nothing is left, closes. All statements of a merchant take their turn at its lock."""
    lock_merchant(merchant.pk, by)
    statement = Statement.objects.select_related("merchant").get(pk=statement_id)
    if statement.status == StatementStatus.OPEN and not _add_taken(statement, now):
        _take_off_undone(statement, now)
        _close(statement, by, now)
    return statement


def _add_taken(statement: Statement, now: datetime) -> int:
    batch = _taken(statement.merchant_id, statement.until).order_by("captured_at", "pk")[:BATCH]
    return len(StatementLine.objects.bulk_create([_line_of(voucher, statement, now) for voucher in batch]))


def _line_of(voucher: Redemption, statement: Statement, now: datetime) -> StatementLine:
    assert voucher.captured_at is not None, "it was found by that"
    return StatementLine(
        statement=statement,
        redemption=voucher,
        nth=voucher.captures,
        kind=LineKind.TAKEN,
        happened_at=voucher.captured_at,
        credits=voucher.price,
        fen=voucher.settlement_fen,
        written_at=now,
    )


def _taken(merchant_id: int, until: datetime) -> QuerySet[Redemption]:
    """What was taken before a moment, stands, and is on no statement.

    What was written down late, after a month was closed, is looked for back to the month before the last statement.
    """
    last = Statement.objects.shown().filter(merchant=merchant_id).order_by("-until").first()
    since = day_span(last.month)[0] - timedelta(days=31) if last else BEFORE_ALL
    lines = StatementLine.objects.filter(redemption=OuterRef("pk"), nth=OuterRef("captures"), kind=LineKind.TAKEN)
    return Redemption.objects.filter(
        ~Exists(lines), merchant=merchant_id, captured_at__gte=since, captured_at__lt=until
    )


class Undone(NamedTuple):
    """A capture that is on a statement and was undone since; by `corrected_fen` its line was corrected."""

    redemption_id: int
    nth: int
    credits: int
    fen: int
    undone_at: datetime
    corrected_fen: int


def _take_off_undone(statement: Statement, now: datetime) -> None:
    """What was undone of earlier lines, the earliest first, as long as the statement does not fall below zero."""
    fen, credits = _sums(statement)
    for undone in _undone(statement):
        fen, credits = fen - undone.fen - undone.corrected_fen, credits - undone.credits
        if fen < 0 or credits < 0:
            break
        line = StatementLine.objects.create(
            statement=statement,
            redemption_id=undone.redemption_id,
            nth=undone.nth,
            kind=LineKind.UNDONE,
            happened_at=undone.undone_at,
            credits=-undone.credits,
            fen=-undone.fen,
            written_at=now,
        )
        if undone.corrected_fen:
            statement.fen = fen
            correcting.withdraw(line, undone.corrected_fen, now=now)


def _undone(statement: Statement) -> list[Undone]:
    """What was undone up to the end of a statement, and is taken off no other yet."""
    steps = RedemptionStep.objects.filter(step=Step.UNDONE)
    of_line = steps.filter(redemption=OuterRef("redemption"), happened_at__gte=OuterRef("happened_at"))
    known = StatementLine.objects.filter(redemption=OuterRef("redemption"), nth=OuterRef("nth"), kind=LineKind.UNDONE)
    of_merchant = steps.filter(shop__merchant=statement.merchant_id).values("redemption")
    undone = (
        StatementLine.objects.filter(~Exists(known), kind=LineKind.TAKEN, redemption__in=of_merchant)
        .annotate(
            undone_at=Subquery(of_line.order_by("pk").values("happened_at")[:1]),
            corrected_fen=correcting.of_capture(OuterRef("redemption"), OuterRef("nth")),
        )
        .filter(undone_at__lt=statement.until)
        .order_by("undone_at", "pk")
        .values_list("redemption_id", "nth", "credits", "fen", "undone_at", "corrected_fen")
    )
    return [Undone(*row) for row in undone]


def _close(statement: Statement, by: User | None, now: datetime) -> None:
    fen, credits = _sums(statement)
    lines = statement.lines.all()
    statement.fen, statement.credits, statement.status = fen, credits, StatementStatus.CLOSED
    statement.taken = lines.filter(kind=LineKind.TAKEN).count()
    statement.undone = lines.filter(kind=LineKind.UNDONE).count()
    statement.save(update_fields=["fen", "credits", "status", "taken", "undone"])
    step(statement, StatementStepKind.CLOSED, by=by, now=now)


def _sums(statement: Statement) -> tuple[int, int]:
    sums = statement.lines.aggregate(fen=Sum("fen"), credits=Sum("credits"))
    return sums["fen"] or 0, sums["credits"] or 0
