"""A confirmed statement is paid: written down with the bank's reference, settled in the ledger, its credits cancelled.

Whoever drew a statement up, answered a dispute on it or confirmed it for its merchant does not write down its payment.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from credits import ledger, settling
from merchants.models import Statement, StatementStatus, StatementStep, StatementStepKind
from merchants.refusals import NeedsAnother, ReferenceMissing, SameReference, SumChanged
from merchants.settlement.stepping import lock_merchant, locked, stand, step

OF_WHO_DOES_NOT_PAY = (StatementStepKind.CLOSED, StatementStepKind.ANSWERED, StatementStepKind.CONFIRMED)
WITH_REFERENCE = (StatementStepKind.PAID, StatementStepKind.REFERENCED)


@transaction.atomic
def pay(*, statement: Statement, by: User, bank_reference: str, fen: int, now: datetime) -> Statement:
    """Writes down that the bank has paid the sum that the page showed, and settles it in the ledger.

    Raises `NotYourTurn`, `SumChanged`, `ReferenceMissing`, `NeedsAnother`, `OwnMerchant`.
    """
    lock_merchant(statement.merchant_id, by)
    found = locked(statement, StatementStatus.CONFIRMED)
    if found.fen != fen:
        raise SumChanged
    # Where nothing is owed no bank moves anything.
    if found.fen and not bank_reference.strip():
        raise ReferenceMissing
    if refused := refusal_of_payer(found, by):
        raise refused
    _settle(found, now)
    stand(found, StatementStatus.PAID)
    step(found, StatementStepKind.PAID, by=by, bank_reference=bank_reference.strip(), now=now)
    return found


def refusal_of_payer(statement: Statement, by: User) -> NeedsAnother | None:
    """Why somebody does not write down its payment."""
    return NeedsAnother() if statement.steps.filter(step__in=OF_WHO_DOES_NOT_PAY, by=by).exists() else None


@transaction.atomic
def correct_reference(*, statement: Statement, by: User, bank_reference: str, words: str, now: datetime) -> Statement:
    """A wrong bank reference is followed by the right one; the first stays in the history.

    Raises `NotYourTurn`, `ReferenceMissing`, `SameReference`, `OwnMerchant`.
    """
    lock_merchant(statement.merchant_id, by)
    found, right = locked(statement, StatementStatus.PAID), bank_reference.strip()
    if not right:
        raise ReferenceMissing
    if right == reference_of(found):
        raise SameReference
    step(found, StatementStepKind.REFERENCED, by=by, bank_reference=right, words=words.strip(), now=now)
    return found


def reference_of(statement: Statement) -> str:
    """Under which number the bank has the payment, as last corrected; empty while nothing is paid."""
    steps = StatementStep.objects.filter(statement=statement, step__in=WITH_REFERENCE)
    return steps.order_by("-pk").values_list("bank_reference", flat=True).first() or ""


def _settle(statement: Statement, now: datetime) -> None:
    merchant = statement.merchant.public_id
    postings = [
        *settling.settled(merchant, statement.fen, reference=statement.settle_reference(), now=now),
        *settling.cancelled(statement.credits, reference=statement.cancel_reference(), now=now),
    ]
    ledger.post_all(postings, now=now)
