"""Statements as their pages and files show them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import QuerySet

from common.paging import beyond
from merchants.models import Merchant, Statement, StatementLine, StatementStep

CHUNK = 500
LINE_ORDER = ("happened_at", "pk")


class Head(NamedTuple):
    """What stands over the lines of a statement, and what was done with it."""

    statement: Statement
    steps: list[StatementStep]
    disputed: list[StatementLine]
    reference: str


def of_merchant(merchant: Merchant) -> QuerySet[Statement]:
    """A merchant's statements, without one that is being drawn up."""
    return Statement.objects.shown().filter(merchant=merchant)


def head(statement: Statement) -> Head:
    steps = list(statement.steps.select_related("by", "line__redemption__offer").order_by("pk"))
    references = [step.bank_reference for step in steps if step.bank_reference]
    disputed = list(statement.lines.with_voucher().in_dispute().order_by("pk"))
    return Head(statement, steps, disputed, references[-1] if references else "")


def lines(statement: Statement) -> QuerySet[StatementLine]:
    return statement.lines.with_voucher()


def walk(statement: Statement) -> Iterator[StatementLine]:
    """Every line, earliest first, read in chunks: for a file of any length."""
    wanted = lines(statement).order_by(*LINE_ORDER)
    chunk = list(wanted[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(wanted.filter(beyond(chunk[-1], LINE_ORDER))[:CHUNK])
