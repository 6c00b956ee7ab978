"""The cast of the ledger's benchmarks: citizens with accounts and credits, and budgets to pay from.

Their transfers go the ways that the ledger has for them, without the acts and vouchers that cause them elsewhere: so
after these benchmarks the audit looks at the ledger alone (`ONLY`).
"""

import secrets
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.city_time import city_day
from credits import budgets, ledger
from credits.accounts import available_accounts, open_held
from credits.budgets import LARGE_FUNDING
from credits.ledger import Posting, TransferKind
from credits.vintages import expiry_of

CITIZENS = 20_000
FILLING = LARGE_FUNDING
"""More than any benchmark spends."""
BATCH = 1_000
ONLY = ("credits",)


def make_citizens(count: int = CITIZENS) -> None:
    """Citizens who have an account of this vintage and nothing in it."""
    users = [User() for _ in range(count)]
    made = User.objects.bulk_create(users, batch_size=5_000)
    available_accounts([user.pk for user in made], expiry_of(city_day(timezone.now())))


def make_budget(code: str) -> None:
    budget = budgets.open_budget(code, {"zh-hans": code, "en": code})
    budgets.fund(budget, FILLING, reference=f"fund:{code}", now=timezone.now())


def give_everyone(amount: int, *, code: str) -> None:
    """Pays every citizen out of a budget, so that they have something to move."""
    accounts, names, now = all_accounts(), references(), timezone.now()
    for start in range(0, len(accounts), BATCH):
        batch = accounts[start : start + BATCH]
        with transaction.atomic():
            [slot_id] = budgets.lock_slots(code, amount * len(batch)).remaining
            ledger.post_all([awarded(slot_id, account_id, amount, next(names), now) for account_id in batch], now=now)


def all_accounts() -> list[int]:
    """The citizens' accounts for available credits, by the citizens' ids."""
    citizen_ids = list(User.objects.order_by("pk").values_list("pk", flat=True))
    found = available_accounts(citizen_ids, expiry_of(city_day(timezone.now())))
    return [found[citizen_id] for citizen_id in citizen_ids]


def own_accounts(number: int, count: int) -> list[int]:
    """A client's share of them: as in scoring, a batch owns its citizens while it works."""
    return all_accounts()[number::count]


def held_accounts() -> dict[int, int]:
    """The citizens' accounts for credits set aside, by those for available ones."""
    vintage = expiry_of(city_day(timezone.now()))
    citizen_ids = list(User.objects.order_by("pk").values_list("pk", flat=True))
    available = available_accounts(citizen_ids, vintage)
    return {available[citizen_id]: open_held(citizen_id, [vintage])[vintage] for citizen_id in citizen_ids}


def awarded(slot_id: int, account_id: int, amount: int, reference: str, now: datetime) -> Posting:
    return Posting(slot_id, account_id, amount, TransferKind.AWARD, reference, now)


def references() -> Iterator[str]:
    """References that no other process gives."""
    own = secrets.token_hex(4)
    number = 0
    while True:
        number += 1
        yield f"bench:{own}:{number}"
