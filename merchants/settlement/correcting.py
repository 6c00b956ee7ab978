"""Corrections of lines: each is a line of the statement on which it was decided, its step, and a move in the ledger."""

from datetime import datetime
from typing import Any

from django.db.models import Subquery, Sum
from django.db.models.functions import Coalesce

from credits import ledger, settling
from merchants.models import LineKind, StatementLine, StatementStep, StatementStepKind
from merchants.settlement.stepping import step


def correct(line: StatementLine, decided: StatementStep) -> None:
    """By what a step says. A correction of nothing is none."""
    fen, now = decided.corrected_fen, decided.happened_at
    if fen == 0:
        return
    StatementLine.objects.create(
        statement=decided.statement,
        redemption_id=line.redemption_id,
        nth=line.nth,
        kind=LineKind.CORRECTED,
        happened_at=now,
        credits=0,
        fen=fen,
        written_at=now,
    )
    merchant, reference = decided.statement.merchant.public_id, decided.correct_reference()
    ledger.post_all(list(settling.corrected(merchant, fen, reference=reference, now=now)), now=now)


def withdraw(line: StatementLine, corrected_fen: int, *, now: datetime) -> None:
    """What `line` takes off was corrected by so much: its correction is taken off along with it."""
    kind = StatementStepKind.WITHDRAWN
    correct(line, step(line.statement, kind, by=None, line=line, corrected_fen=-corrected_fen, now=now))


def of_capture(redemption: Any, nth: Any) -> Coalesce:
    """An expression: by how many fen the lines of a capture were corrected in all."""
    lines = StatementLine.objects.filter(redemption=redemption, nth=nth, kind=LineKind.CORRECTED)
    return Coalesce(Subquery(lines.order_by().values("nth").annotate(sum=Sum("fen")).values("sum")), 0)
