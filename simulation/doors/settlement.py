"""Merchants' months: drawn up by the clock, confirmed or disputed by their owners, answered and paid at the desk."""

from datetime import datetime

from accounts.models import User
from merchants.models import Membership, Merchant, Role, Statement, StatementLine, StatementStatus
from merchants.settlement import closing, disputing, paying

MONTHS_A_RUN = 100


def close_months(*, now: datetime) -> int:
    """As the job does; how many statements were drawn up."""
    return closing.close_due(now=now, limit=MONTHS_A_RUN)


def close_finally(merchant: Merchant, *, by: User, now: datetime) -> Statement:
    return closing.close_finally(merchant=merchant, now=now, by=by)


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


def _at(status: StatementStatus) -> list[Statement]:
    return list(Statement.objects.filter(status=status).select_related("merchant").order_by("pk"))


def _owner(statement: Statement) -> Membership:
    leads = Membership.objects.current().select_related("user")
    return leads.get(merchant=statement.merchant_id, role=Role.OWNER)
