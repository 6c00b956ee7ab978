"""How every deed with a statement begins and ends: its row locked at the right step, and the step written down."""

from datetime import datetime

from accounts.models import User
from merchants.desk import own_merchant
from merchants.models import Merchant, Statement, StatementLine, StatementStatus, StatementStep, StatementStepKind
from merchants.refusals import NotYourTurn


def lock_merchant(merchant_id: int, by: User | None) -> None:
    """A merchant's statements are drawn up one after the other. Raises `OwnMerchant` where `by` is of the merchant."""
    Merchant.objects.select_for_update(no_key=True).get(pk=merchant_id)
    own_merchant.check(by, merchant_id)


def locked(statement: Statement, *at: StatementStatus) -> Statement:
    """The row, until the transaction ends. Raises `NotYourTurn` where it stands elsewhere."""
    rows = Statement.objects.select_for_update(no_key=True, of=("self",)).select_related("merchant")
    found = rows.get(pk=statement.pk)
    if found.status not in at:
        raise NotYourTurn(status=found.get_status_display())
    return found


def stand(statement: Statement, status: StatementStatus) -> None:
    statement.status = status
    statement.save(update_fields=["status"])


def step(
    statement: Statement,
    kind: StatementStepKind,
    *,
    by: User | None,
    now: datetime,
    line: StatementLine | None = None,
    words: str = "",
    bank_reference: str = "",
    corrected_fen: int = 0,
) -> StatementStep:
    return StatementStep.objects.create(
        statement=statement,
        step=kind,
        by=by,
        line=line,
        words=words,
        bank_reference=bank_reference,
        corrected_fen=corrected_fen,
        fen=statement.fen,
        happened_at=now,
    )
