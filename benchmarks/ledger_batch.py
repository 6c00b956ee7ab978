"""Batches of a thousand transfers, from a budget's slots to citizens' accounts, each batch in its own transaction."""

import random
from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils import timezone

from benchmarks import ledger_cast
from benchmarks.bench import Bench
from benchmarks.frame import Row, Side, Target
from benchmarks.ledger_cast import BATCH
from credits import budgets, ledger

NAME = "ledger-batch"
AUDITED = ledger_cast.ONLY
BUDGET = "bench"


def rows(bench: Bench) -> Iterator[Row]:
    ledger_cast.make_citizens()
    ledger_cast.make_budget(BUDGET)
    bench.settle()
    batches = f"{__name__}:batches"
    with (
        bench.opponent("hordak", str(ledger_cast.CITIZENS)) as hordak,
        hordak.clients(4, "batch", str(BATCH)) as theirs,
        bench.clients(batches, 2) as two,
        bench.clients(batches, 4) as four,
    ):
        yield Row(
            NAME,
            "transfers a second",
            [
                Side("ours, 2 clients", two.run),
                Side("ours, 4 clients", four.run),
                Side("django-hordak, 4 clients", theirs.run),
            ],
            [Target("ours, 4 clients", "django-hordak, 4 clients", at_least=3.5)],
            "django-hordak: bulk_create of transactions and legs, as its own command for benchmarks does it; "
            "it keeps no balances and no references",
        )


def batches(number: int, count: int) -> Callable[[], int]:
    accounts = ledger_cast.own_accounts(number, count)
    names = ledger_cast.references()

    def post() -> int:
        now = timezone.now()
        paid = random.sample(accounts, BATCH)
        with transaction.atomic():
            [slot_id] = budgets.lock_slots(BUDGET, BATCH).remaining
            ledger.post_all(
                [ledger_cast.awarded(slot_id, account_id, 1, next(names), now) for account_id in paid], now=now
            )
        return BATCH

    return post
