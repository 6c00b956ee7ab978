"""Budgets: pots of credits in slots; a batch locks one slot for its whole sum, so that batches need not queue."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max, Sum

from accounts.models import User
from common import document_numbers, editions
from common.city_time import city_day
from common.prepared import Prepared
from credits import ledger
from credits.accounts import scheme_account
from credits.models import (
    LARGE_FUNDING as LARGE_FUNDING,
)
from credits.models import (
    AccountKind,
    Asset,
    Budget,
    Funding,
    LedgerAccount,
    Transfer,
    TransferKind,
)
from credits.refusals import FundedBefore, NeedsTwo, TooLittle, TooMuch, UnknownBudget

SLOTS = 8
TWO = 2
FORECAST_FROM = timedelta(days=14)
MOST = 10**12
"""Credits that one decision issues: more is a slip of the finger."""
FARTHEST_FORECAST = timedelta(days=3650)
"""A forecast beyond ten years says no more than ten years."""


@dataclass(frozen=True, slots=True)
class Filling:
    """Credits that were put into a budget by one decision."""

    amount: int
    number: str


class Pot(NamedTuple):
    """A budget and what is left in it, its name in the reader's language."""

    pk: int
    code: str
    name: str
    left: int


@dataclass(slots=True)
class LockedSlots:
    """Locked slots of one budget, from which a batch takes in its own order."""

    remaining: dict[int, int] = field(default_factory=dict)

    def take(self, amount: int) -> int | None:
        """The slot that pays `amount`, or `None` when no slot has that much left."""
        for slot_id, balance in self.remaining.items():
            if balance >= amount:
                self.remaining[slot_id] = balance - amount
                return slot_id
        return None

    def take_in_parts(self, amount: int) -> list[tuple[int, int]]:
        """The slots that pay `amount` together and how much each; none when all of them have less."""
        if sum(self.remaining.values()) < amount:
            return []
        parts = []
        for slot_id, balance in self.remaining.items():
            if part := min(balance, amount):
                parts.append((slot_id, part))
                self.remaining[slot_id], amount = balance - part, amount - part
        return parts


def open_budget(code: str, name: dict[str, str]) -> Budget:
    """The budget of that code, opened with empty slots when it is new."""
    with transaction.atomic():
        budget, _created = Budget.objects.get_or_create(code=code, defaults={"name": name})
        for slot in range(SLOTS):
            LedgerAccount.objects.get_or_create(
                budget=budget, slot=slot, defaults={"kind": AccountKind.BUDGET, "asset": Asset.CREDIT}
            )
    return budget


def find(code: str) -> Budget:
    """The budget of that code. Raises `UnknownBudget`."""
    budget = Budget.objects.filter(code=code).first()
    if budget is None:
        raise UnknownBudget(code=code, codes="、".join(names()) or "—")
    return budget


def fund_by(
    budget: Budget,
    amount: int,
    *,
    document: str,
    now: datetime,
    by: User | None = None,
    agreed_by: User | None = None,
    edition: str | None = None,
) -> None:
    """Issues credits on the strength of a document, which funds a budget once, whoever typed its number and how.

    `edition` is that of budget, amount and number as a page has shown them. Raises what `fund` and
    `common.editions.check` do, `NeedsTwo`, `common.document_numbers.NotADocumentNumber` and `FundedBefore`.
    """
    editions.check(edition, budget.pk, amount, document)
    number = document_numbers.read(document)
    with transaction.atomic():
        # One at a time: two spellings of a number are two references.
        Budget.objects.select_for_update(no_key=True).get(pk=budget.pk)
        check_not_funded(budget, number)
        check_two(amount, by, agreed_by)
        fund(budget, amount, reference=f"fund:{budget.code}:{number}", now=now, by=by, agreed_by=agreed_by)


def check_not_funded(budget: Budget, number: str) -> None:
    """Raises `FundedBefore` where a document has funded a budget, however its number was written then."""
    document = document_numbers.same(number)
    for funding in budget.fundings.all():
        if document_numbers.same(funding.number) == document:
            raise FundedBefore(number=number, amount=funding.amount)


def check_two(amount: int, by: User | None, agreed_by: User | None) -> None:
    """Raises `NeedsTwo` where so much is not decided by two people who may each fund a budget."""
    people = {person.pk for person in (by, agreed_by) if person and person.has_perm("credits.fund_budget")}
    if amount > LARGE_FUNDING and len(people) < TWO:
        raise NeedsTwo(most=LARGE_FUNDING)


def fund(
    budget: Budget,
    amount: int,
    *,
    reference: str,
    now: datetime,
    by: User | None = None,
    agreed_by: User | None = None,
) -> list[Transfer]:
    """Issues `amount` credits into the budget, spread evenly over its slots; nothing where the reference has funded it.

    Returns what was issued. Raises `TooLittle` for less than a credit a slot, `TooMuch`,
    `credits.ledger.ReferenceReused` when the reference stands for another amount.
    """
    if amount < SLOTS:
        raise TooLittle(least=SLOTS)
    if amount > MOST:
        raise TooMuch(most=MOST)
    with transaction.atomic():
        slot_ids = list(budget.slots.order_by("slot").values_list("pk", flat=True))
        share, rest = divmod(amount, len(slot_ids))
        issuance = scheme_account(AccountKind.ISSUANCE)
        decided = {"number": reference.split(":")[-1], "amount": amount, "by": by, "agreed_by": agreed_by}
        Funding.objects.get_or_create(reference=reference, defaults={"budget": budget, "funded_at": now, **decided})
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
        issued = [transfer_id for transfer_id, is_new in ledger.post_all(postings, now=now) if is_new]
        if issued:
            Budget.objects.filter(pk=budget.pk).update(funded_at=now)
    return list(Transfer.objects.filter(pk__in=issued).order_by("pk"))


def lock_slots(code: str, wanted: int) -> LockedSlots:
    """Locks enough slots of a budget to pay `wanted`, until the transaction ends; one slot where one is enough.

    The caller locks budgets in the order of their codes. A budget that nobody has opened yet pays nothing.
    """
    if wanted == 0:
        return LockedSlots()
    # Where none is free, wait for one: whoever takes all of them has everybody else take all of them too.
    one = _enough(_FREE, code, wanted) or _enough(_ONE, code, wanted)
    # No slot pays it all: wait for every slot, so that nothing is called exhausted that is only busy.
    return LockedSlots(one or dict(_EVERY.rows(code)))


def lock_every_slot(code: str) -> LockedSlots:
    """Locks all slots of a budget, until the transaction ends: for who pays exactly what is left.

    The caller locks budgets in the order of their codes.
    """
    return LockedSlots(dict(_EVERY.rows(code)))


def _enough(chosen: Prepared, code: str, wanted: int) -> dict[int, int]:
    """One locked slot that pays it all, or none, and then none is locked.

    A slot that was spent while its lock was waited for is let go: who held it and waited for others would be waited for
    by these.
    """
    with transaction.atomic():
        slot = chosen.row(code, wanted)
        if slot is not None and slot[1] >= wanted:
            return dict([slot])
        transaction.set_rollback(True)
    return {}


_SLOTS = """
    SELECT slot.id, slot.balance
    FROM credits_ledgeraccount AS slot JOIN credits_budget AS budget ON budget.id = slot.budget_id
    WHERE budget.code = $1::text
"""
# Chance is drawn once for a statement, and the slots are tried in turn from there: which one that is does not depend on
# where their rows lie. What a slot has is asked before its lock and again by the caller, never with it: the row whose
# answer has changed would stay locked while the next one is waited for.
_ENOUGH = f"""
    WITH able AS MATERIALIZED ({_SLOTS} AND slot.balance >= $2::bigint)
    SELECT slot.id, slot.balance
    FROM credits_ledgeraccount AS slot JOIN able ON able.id = slot.id
    ORDER BY (slot.slot + (SELECT floor(random() * {SLOTS})::int)) % {SLOTS} LIMIT 1
    FOR NO KEY UPDATE OF slot
"""  # noqa: S608, an expression of this program alone
_FREE = Prepared("free_slot_of_budget", f"{_ENOUGH} SKIP LOCKED")
_ONE = Prepared("slot_of_budget", _ENOUGH)
_EVERY = Prepared("slots_of_budget", f"{_SLOTS} ORDER BY slot.id FOR NO KEY UPDATE OF slot")


def fillings_at(budget_id: int, moment: datetime) -> list[Filling]:
    """What a budget was filled with at a moment."""
    fundings = Funding.objects.filter(budget=budget_id, funded_at=moment).order_by("pk")
    return [Filling(funding.amount, funding.number) for funding in fundings]


def remaining(code: str) -> int:
    """Credits left in a budget."""
    return LedgerAccount.objects.filter(budget__code=code).aggregate(left=Sum("balance"))["left"] or 0


def left() -> dict[str, int]:
    """Credits left in every budget, by its code."""
    slots = LedgerAccount.objects.filter(budget__isnull=False).order_by("budget__code")
    return dict(slots.values_list("budget__code").annotate(left=Sum("balance")))


def pots() -> list[Pot]:
    """Every budget with what is left in it, by its code."""
    credits = left()
    return [
        Pot(budget.pk, budget.code, str(budget), credits.get(budget.code, 0))
        for budget in Budget.objects.order_by("code")
    ]


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
