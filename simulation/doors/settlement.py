"""Merchants' months: drawn up by the clock, confirmed or disputed by their owners, answered and paid at the desk."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from accounts.models import Notice, User
from common.city_time import city_day
from merchants.models import (
    Membership,
    Merchant,
    Role,
    Statement,
    StatementLine,
    StatementStatus,
    StatementStep,
    StatementStepKind,
)
from merchants.settlement import closing, disputing, paying, reminding

MONTHS_A_RUN = 100


def close_months(*, now: datetime) -> int:
    """As the job does; how many statements were drawn up."""
    return closing.close_due(now=now, limit=MONTHS_A_RUN)


def close_finally(merchant: Merchant, *, by: User, now: datetime) -> Statement:
    return closing.close_finally(merchant=merchant, now=now, by=by)


def close_last_month(merchant: Merchant, *, by: User, now: datetime) -> bool:
    """At once, and not only when the clock does; whether anything was taken that could be stated."""
    month = (city_day(now).replace(day=1) - timedelta(days=1)).replace(day=1)
    return closing.close(merchant=merchant, month=month, now=now, by=by) is not None


def remind(*, now: datetime) -> int:
    """As the job does; of how many statements."""
    told = 0
    while some := reminding.remind(now=now, limit=MONTHS_A_RUN):
        told += some
    return told


def waiting() -> list[Statement]:
    return _at(StatementStatus.CLOSED)


def to_be_paid() -> list[Statement]:
    return _at(StatementStatus.CONFIRMED)


def in_dispute() -> list[StatementLine]:
    lines = StatementLine.objects.select_related("statement__merchant")
    return list(lines.in_dispute().order_by("pk"))


def lines_of(statement: Statement) -> list[StatementLine]:
    return list(statement.lines.order_by("happened_at", "pk"))


def confirm(statement: Statement, *, now: datetime) -> None:
    disputing.confirm(statement=statement, owner=_owner(statement), fen=statement.fen, now=now)


def dispute(line: StatementLine, *, words: str, now: datetime) -> None:
    disputing.dispute(line=line, leader=_owner(line.statement), words=words, now=now)


def answer(line: StatementLine, *, by: User, words: str, fen: int, now: datetime) -> None:
    disputing.answer(line=line, by=by, words=words, corrected_fen=fen, now=now)


def pay(statement: Statement, *, by: User, reference: str, now: datetime) -> None:
    paying.pay(statement=statement, by=by, bank_reference=reference, fen=statement.fen, now=now)


def correct_reference(statement: Statement, *, by: User, reference: str, now: datetime) -> None:
    paying.correct_reference(statement=statement, by=by, bank_reference=reference, words="抄错一位", now=now)


class Drawn(NamedTuple):
    """A statement as it says itself, and when it was drawn up."""

    name: str
    merchant_id: int
    until: datetime
    drawn_at: datetime
    taken: int
    undone: int
    credits: int
    fen: int


def drawn() -> list[Drawn]:
    """Every statement in the order in which they were drawn up."""
    steps = StatementStep.objects.filter(step=StatementStepKind.CLOSED).select_related("statement").order_by("pk")
    return [
        Drawn(
            step.statement.public_id,
            step.statement.merchant_id,
            step.statement.until,
            step.happened_at,
            step.statement.taken,
            step.statement.undone,
            step.statement.credits,
            step.statement.fen,
        )
        for step in steps
    ]


def told_out_of_turn() -> Iterator[str]:
    """Owners who were told of a statement that was not theirs to confirm at that moment, or twice within a day."""
    last = dict[tuple[int, str], datetime]()
    codes = (reminding.WAITS, reminding.STILL_WAITS)
    for notice in Notice.objects.filter(code__in=codes).order_by("told_at", "pk"):
        name = notice.path.rstrip("/").rpartition("/")[2]
        step = StatementStep.objects.filter(statement__public_id=name, happened_at__lte=notice.told_at).order_by("pk")
        if step.reverse()[0].step not in (StatementStepKind.CLOSED, StatementStepKind.ANSWERED):
            yield f"owner {notice.citizen_id} was told of statement {name}, which was not theirs to confirm"
        before = last.get((notice.citizen_id, name))
        if before is not None and notice.told_at - before < timedelta(days=1):
            yield f"owner {notice.citizen_id} was told of statement {name} at {before} and at {notice.told_at}"
        last[notice.citizen_id, name] = notice.told_at


def _at(status: StatementStatus) -> list[Statement]:
    return list(Statement.objects.filter(status=status).select_related("merchant").order_by("pk"))


def _owner(statement: Statement) -> Membership:
    leads = Membership.objects.current().select_related("user")
    return leads.get(merchant=statement.merchant_id, role=Role.OWNER)
