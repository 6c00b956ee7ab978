"""What pooled units brought: entered by one, agreed to by another, and in the same moment in the citizens' budget.

The money is on a bank's account and recorded here; the budget gets credits by the decision that says how many.
Locks: the month, then the entry, then the budget.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Sum

from accounts.models import User
from common import document_numbers, editions
from credits import budgets
from projects.desk import own_organisation
from projects.models import PooledMonth, PoolProceeds, ProceedsStatus
from projects.refusals import MoreThanIssued, NeedsAnother, PaymentEntered, ProceedsDecided, WordsMissing

BUDGET = "citizens"


@transaction.atomic
def propose(
    *,
    month: PooledMonth,
    tonnes: int,
    fen: int,
    bank_reference: str,
    document: str,
    credits: int,
    by: User,
    now: datetime,
) -> PoolProceeds:
    """Enters a payment for so many tonnes of a month, and how many credits the decision makes of it.

    Raises `OwnOrganisation`, `WordsMissing`, `NotADocumentNumber`, `MoreThanIssued`, `PaymentEntered`,
    `credits.refusals.UnknownBudget`, `FundedBefore`.
    """
    found = PooledMonth.objects.select_for_update(no_key=True, of=("self",)).select_related("project__owner")
    locked = found.get(pk=month.pk)
    own_organisation.check(by, locked.project.owner)
    if not bank_reference.strip():
        raise WordsMissing
    number = document_numbers.read(document)
    budgets.check_not_funded(budgets.find(BUDGET), number)
    if not 0 < tonnes <= (left := unaccounted(locked)):
        raise MoreThanIssued(tonnes=left)
    entry = PoolProceeds(
        month=locked,
        tonnes=tonnes,
        fen=fen,
        bank_reference=bank_reference.strip(),
        document=number,
        credits=credits,
        by=by,
        proposed_at=now,
    )
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        standing = PoolProceeds.objects.exclude(status=ProceedsStatus.DECLINED)
        if standing.filter(bank_reference=entry.bank_reference).exists():
            raise PaymentEntered from error
        raise
    return entry


@transaction.atomic
def agree(*, entry: PoolProceeds, by: User, now: datetime, edition: str | None = None) -> PoolProceeds:
    """Puts the credits into the budget. Raises `ProceedsDecided`, `NeedsAnother`, `OwnOrganisation`, `FundedBefore`."""
    found = _undecided(entry, by)
    editions.check(edition, *shown_of(found))
    budget = budgets.find(BUDGET)
    budgets.fund_by(budget, found.credits, document=found.document, by=found.by, agreed_by=by, now=now)
    return _decide(found, ProceedsStatus.AGREED, by, now)


@transaction.atomic
def decline(*, entry: PoolProceeds, answer: str, by: User, now: datetime) -> PoolProceeds:
    """Says no, and why. Raises `ProceedsDecided`, `NeedsAnother`, `OwnOrganisation`, `WordsMissing`."""
    found = _undecided(entry, by)
    if not answer.strip():
        raise WordsMissing
    found.answer = answer.strip()
    return _decide(found, ProceedsStatus.DECLINED, by, now)


def shown_of(entry: PoolProceeds) -> list[object]:
    """What whoever agrees goes by."""
    return [entry.pk, entry.tonnes, entry.fen, entry.bank_reference, entry.document, entry.credits]


def unaccounted(month: PooledMonth) -> int:
    """Tonnes that were issued for a month and of which no payment is entered."""
    issued = month.report.issuances.aggregate(sum=Sum("tonnes"))["sum"] if month.report else 0
    entered = month.proceeds.exclude(status=ProceedsStatus.DECLINED).aggregate(sum=Sum("tonnes"))["sum"]
    return (issued or 0) - (entered or 0)


def _undecided(entry: PoolProceeds, by: User) -> PoolProceeds:
    rows = PoolProceeds.objects.select_for_update(no_key=True, of=("self",)).select_related("month__project__owner")
    found = rows.select_related("by").get(pk=entry.pk)
    if found.status != ProceedsStatus.WAITING:
        raise ProceedsDecided(status=found.get_status_display())
    if found.by_id == by.pk:
        raise NeedsAnother
    own_organisation.check(by, found.month.project.owner)
    return found


def _decide(entry: PoolProceeds, status: ProceedsStatus, by: User, now: datetime) -> PoolProceeds:
    entry.status, entry.decided_by, entry.decided_at = status, by, now
    entry.save(update_fields=["status", "decided_by", "decided_at", "answer"])
    return entry
