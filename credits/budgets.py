"""Budgets: pots of credits in slots; a batch locks one slot for its whole sum, so that batches need not queue."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _

from common.city_time import city_day
from common.errors import DomainError
from common.prepared import Prepared
from credits import ledger
from credits.accounts import scheme_account
from credits.models import AccountKind, Asset, Budget, LedgerAccount, Transfer, TransferKind

SLOTS = 8
FORECAST_FROM = timedelta(days=14)
FARTHEST_FORECAST = timedelta(days=3650)
"""A forecast beyond ten years says no more than ten years."""


class TooLittle(DomainError):
    code = "too_little"
    message = _("A budget is funded with at least %(least)s credits at a time.")


@dataclass(frozen=True, slots=True)
class Filling:
    """Credits that were put into a budget by one decision."""

    amount: int
    number: str


@dataclass(slots=True)
class Purse:
    """Locked slots of one budget, from which a batch takes in its own order."""

    remaining: dict[int, int] = field(default_factory=dict)

    def take(self, amount: int) -> int | None:
        """The slot that pays `amount`, or `None` when no slot has that much left."""
        for slot_id, balance in self.remaining.items():
            if balance >= amount:
                self.remaining[slot_id] = balance - amount
                return slot_id
        return None


def open_budget(code: str, name: dict[str, str]) -> Budget:
    """The budget of that code, opened with empty slots when it is new."""
    with transaction.atomic():
        budget, _created = Budget.objects.get_or_create(code=code, defaults={"name": name})
        for slot in range(SLOTS):
            LedgerAccount.objects.get_or_create(
                budget=budget, slot=slot, defaults={"kind": AccountKind.BUDGET, "asset": Asset.CREDIT}
            )
    return budget


def fund(budget: Budget, amount: int, *, reference: str, now: datetime) -> list[Transfer]:
    """Issues `amount` credits into the budget, spread evenly over its slots. The same reference funds once.

    Raises `TooLittle` for less than a credit a slot, `credits.ledger.ReferenceReused` when the reference stands for
    another amount.
    """
    if amount < SLOTS:
        raise TooLittle(least=SLOTS)
    with transaction.atomic():
        slot_ids = list(budget.slots.order_by("slot").values_list("pk", flat=True))
        share, rest = divmod(amount, len(slot_ids))
        issuance = scheme_account(AccountKind.ISSUANCE)
        postings = [
            ledger.Posting(
                debit_id=issuance,
                credit_id=slot_id,
                amount=share + (1 if place < rest else 0),
                kind=TransferKind.FUND,
                reference=f"{reference}:{place}",
                event_at=now,
            )
            for place, slot_id in enumerate(slot_ids)
        ]
        transfers = ledger.post(postings, now=now)
        if any(transfer.created_at == now for transfer in transfers):
            Budget.objects.filter(pk=budget.pk).update(funded_at=now)
    return transfers


def purse(code: str, wanted: int) -> Purse:
    """Locks enough slots of a budget to pay `wanted`, until the transaction ends; one slot where one is enough.

    The caller locks budgets in the order of their codes. A budget that nobody has opened yet pays nothing.
    """
    if wanted == 0:
        return Purse()
    # Where none is free, wait for one: whoever takes all of them has everybody else take all of them too.
    one = _FREE.rows(code, wanted) or _ONE.rows(code, wanted)
    # No slot pays it all: wait for every slot, so that nothing is called exhausted that is only busy.
    return Purse(dict(one or _EVERY.rows(code)))


_SLOTS = """
    SELECT slot.id, slot.balance
    FROM credits_ledgeraccount AS slot JOIN credits_budget AS budget ON budget.id = slot.budget_id
    WHERE budget.code = $1::text
"""
_ENOUGH = "AND slot.balance >= $2::bigint ORDER BY random() LIMIT 1 FOR NO KEY UPDATE OF slot"
_FREE = Prepared("free_slot_of_budget", f"{_SLOTS} {_ENOUGH} SKIP LOCKED")
_ONE = Prepared("slot_of_budget", f"{_SLOTS} {_ENOUGH}")
_EVERY = Prepared("slots_of_budget", f"{_SLOTS} ORDER BY slot.id FOR NO KEY UPDATE OF slot")


def fillings_at(budget_id: int, moment: datetime) -> list[Filling]:
    """What a budget was filled with at a moment, as the ledger tells it."""
    given = Transfer.objects.filter(kind=TransferKind.FUND, credit__budget=budget_id, created_at=moment)
    amounts: dict[str, int] = {}
    for transfer in given.select_related("credit__budget").order_by("pk"):
        assert transfer.credit.budget is not None
        number = transfer.reference.rpartition(":")[0].removeprefix("fund:")
        number = number.removeprefix(f"{transfer.credit.budget.code}:")
        amounts[number] = amounts.get(number, 0) + transfer.amount
    return [Filling(amount, number) for number, amount in amounts.items()]


def remaining(code: str) -> int:
    """Credits left in a budget."""
    return LedgerAccount.objects.filter(budget__code=code).aggregate(left=Sum("balance"))["left"] or 0


def runs_out_on(code: str, *, now: datetime) -> date | None:
    """The city day on which a budget is used up if citizens go on earning as in the last two weeks.

    `None` when nothing was earned from it. A reversed award counts as earned: it is rare, and too early is safer.
    """
    since = now - FORECAST_FROM
    awards = Transfer.objects.filter(kind=TransferKind.AWARD, debit__budget__code=code, created_at__gt=since)
    earned = awards.filter(created_at__lte=now).aggregate(earned=Sum("amount"))["earned"] or 0
    if earned == 0:
        return None
    days_left = min(remaining(code) * FORECAST_FROM.days // earned, FARTHEST_FORECAST.days)
    return city_day(now) + timedelta(days=days_left)


def names() -> dict[str, str]:
    """Every budget's name in the reader's language, by its code."""
    return {budget.code: str(budget) for budget in Budget.objects.order_by("code")}


def last_funded_at() -> datetime | None:
    """When any budget was last filled."""
    return Budget.objects.aggregate(last=Max("funded_at"))["last"]
