"""The merchant confirms a statement, or disputes lines of it; the desk answers each, and corrects what is wrong."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from merchants.models import (
    LineKind,
    Membership,
    Redemption,
    RedemptionStatus,
    Statement,
    StatementLine,
    StatementStatus,
    StatementStepKind,
)
from merchants.refusals import (
    AlreadyInDispute,
    BelowZero,
    NothingToAnswer,
    StillTheirTurn,
    SumChanged,
    UndoneSince,
    WordsMissing,
)
from merchants.settlement import correcting, reminding
from merchants.settlement.stepping import lock_merchant, locked, stand, step

CLOSED, DISPUTED, CONFIRMED = StatementStatus.CLOSED, StatementStatus.DISPUTED, StatementStatus.CONFIRMED


@transaction.atomic
def confirm(*, statement: Statement, owner: Membership, fen: int, now: datetime) -> Statement:
    """The merchant agrees to the sum that its page showed. Raises `NotYourTurn`, `SumChanged`."""
    found = locked(statement, CLOSED)
    assert owner.merchant_id == found.merchant_id, "a view looks statements up among its merchant's own"
    if found.fen != fen:
        raise SumChanged
    stand(found, CONFIRMED)
    step(found, StatementStepKind.CONFIRMED, by=owner.user, now=now)
    return found


@transaction.atomic
def confirm_on_paper(*, statement: Statement, by: User, words: str, fen: int, now: datetime) -> Statement:
    """The desk has the merchant's stamp under the sum, and says where; only of one that has long said nothing here.

    Raises `NotYourTurn`, `StillTheirTurn`, `SumChanged`, `WordsMissing`, `OwnMerchant`.
    """
    if not words.strip():
        raise WordsMissing
    lock_merchant(statement.merchant_id, by)
    found = locked(statement, CLOSED)
    if not reminding.late(now).filter(pk=found.pk).exists():
        raise StillTheirTurn
    if found.fen != fen:
        raise SumChanged
    stand(found, CONFIRMED)
    step(found, StatementStepKind.CONFIRMED, by=by, words=words.strip(), now=now)
    return found


@transaction.atomic
def dispute(*, line: StatementLine, leader: Membership, words: str, now: datetime) -> Statement:
    """The merchant says what is wrong with a line. Raises `NotYourTurn`, `AlreadyInDispute`, `WordsMissing`."""
    if not words.strip():
        raise WordsMissing
    found = locked(line.statement, CLOSED, DISPUTED)
    assert leader.merchant_id == found.merchant_id, "a view looks lines up among its merchant's own"
    if found.lines.in_dispute().filter(pk=line.pk).exists():
        raise AlreadyInDispute
    stand(found, DISPUTED)
    step(found, StatementStepKind.DISPUTED, by=leader.user, line=line, words=words.strip(), now=now)
    return found


@transaction.atomic
def answer(*, line: StatementLine, by: User, words: str, corrected_fen: int, now: datetime) -> Statement:
    """The desk answers, and corrects the line by so many fen; the last answer hands the statement back.

    Raises `NotYourTurn`, `NothingToAnswer`, `WordsMissing`, `UndoneSince`, `BelowZero`, `OwnMerchant`.
    """
    if not words.strip():
        raise WordsMissing
    lock_merchant(line.statement.merchant_id, by)
    found = locked(line.statement, DISPUTED)
    if not found.lines.in_dispute().filter(pk=line.pk).exists():
        raise NothingToAnswer
    if corrected_fen and _was_undone(line):
        raise UndoneSince
    if found.fen + corrected_fen < 0:
        raise BelowZero
    found.fen += corrected_fen
    found.save(update_fields=["fen"])
    correcting.correct(
        line,
        step(
            found,
            StatementStepKind.ANSWERED,
            by=by,
            line=line,
            words=words.strip(),
            corrected_fen=corrected_fen,
            now=now,
        ),
    )
    if not found.lines.in_dispute().exists():
        stand(found, CLOSED)
    return found


def _was_undone(line: StatementLine) -> bool:
    """Whether a capture stands no more. Refunds wait for the merchant's lock, too."""
    standing = Redemption.objects.filter(status=RedemptionStatus.REDEEMED, captures=line.nth)
    return line.kind == LineKind.TAKEN and not standing.filter(pk=line.redemption_id).exists()
