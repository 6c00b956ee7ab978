"""What an adjustment does to the ledger: foreseen for the page, and made as postings under the locks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from common.city_time import city_day
from credits import budgets, clawback, statements
from credits.accounts import available_accounts
from credits.adjusting.models import Adjustment
from credits.ledger import Posting
from credits.models import TransferKind
from credits.refusals import BudgetTooSmall
from credits.statements import Vintage
from credits.vintages import expiry_of


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What it would come to now. `into` and `out_of` are the vintages that get or give, `repaid` what a debt takes."""

    before: int
    owed_before: int
    after: int
    owed_after: int
    into: date | None
    out_of: Sequence[Vintage]
    repaid: int
    budget_left: int

    @property
    def goes_by(self) -> tuple[object, ...]:
        """What whoever decides has seen of it: balances move with each step of the citizen's and are not among it."""
        return (self.into, self.repaid, self.gone, max(self.owed_after - self.owed_before, 0))

    @property
    def gone(self) -> int:
        """What vintages give."""
        return sum(one.credits for one in self.out_of)


def foresee(adjustment: Adjustment, *, now: datetime) -> Foreseen:
    """As it would be posted now; nothing is locked."""
    today = city_day(now)
    vintages, owed = statements.vintages_and_debt(adjustment.citizen_id, today=today)
    before, left = sum(vintage.credits for vintage in vintages), budgets.remaining(adjustment.budget.code)
    if adjustment.is_given:
        repaid = min(owed, adjustment.credits)
        after = before + adjustment.credits - repaid
        return Foreseen(before, owed, after, owed - repaid, expiry_of(today), (), repaid, left)
    taken = _earliest(vintages, adjustment.amount)
    gone = sum(one.credits for one in taken)
    return Foreseen(before, owed, before - gone, owed + adjustment.amount - gone, None, taken, 0, left)


def postings(adjustment: Adjustment, *, now: datetime) -> list[Posting]:
    """The caller holds the citizen's lock. Raises `BudgetTooSmall`."""
    if adjustment.is_given:
        return given(adjustment, reference=adjustment.reference, now=now)
    kinds = (TransferKind.ADJUST, TransferKind.ADJUST)
    whose, reference = adjustment.citizen_id, adjustment.reference
    return clawback.taken_back(whose, adjustment.amount, reference=reference, now=now, kinds=kinds)


def given(adjustment: Adjustment, *, reference: str, now: datetime) -> list[Posting]:
    """So much out of the budget, in as many transfers as slots pay it; a debt is repaid out of it as out of an award.

    The caller holds the citizen's lock. Raises `BudgetTooSmall`.
    """
    whose, amount = adjustment.citizen_id, adjustment.amount
    paying = budgets.lock_slots(adjustment.budget.code, amount).take_in_parts(amount)
    if not paying:
        raise BudgetTooSmall(left=budgets.remaining(adjustment.budget.code), needed=amount)
    account_id = available_accounts([whose], expiry_of(city_day(now)))[whose]
    out_of_slots = [
        Posting(slot_id, account_id, part, TransferKind.ADJUST, f"{reference}:{place}", now)
        for place, (slot_id, part) in enumerate(paying)
    ]
    debts = clawback.debts_of([whose])
    return [*out_of_slots, *clawback.repaid(out_of_slots, {account_id: whose}, debts, now=now)]


def _earliest(vintages: Sequence[Vintage], amount: int) -> list[Vintage]:
    """What each would give, the earliest first, as `credits.holds` takes them."""
    taken, due = [], amount
    for vintage in vintages:
        part = min(vintage.credits, due)
        if part:
            taken.append(Vintage(vintage.expires_on, part))
            due -= part
    return taken
