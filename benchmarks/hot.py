"""Eight clients with one merchant, cause and budget: each transaction awards, gives away and owes, in one posting."""

import random
from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils import timezone

from benchmarks import ledger_cast
from benchmarks.bench import Bench
from benchmarks.frame import Row, Side, Target
from common.city_time import city_day
from credits import budgets, holds, ledger
from credits.ledger import Posting, TransferKind

NAME = "hot"
AUDITED = ledger_cast.ONLY
CLIENTS = 8
AWARD, PRICE, FEN = 3, 2, 50


def rows(bench: Bench) -> Iterator[Row]:
    ledger_cast.make_citizens()
    for place in range(CLIENTS):
        ledger_cast.make_budget(budget(place))
    bench.settle()
    payments = f"{__name__}:payments"
    with (
        bench.opponent("row_locks", str(ledger_cast.CITIZENS)) as row_locks,
        row_locks.clients(CLIENTS, "hot") as locking,
        bench.clients(payments, CLIENTS, is_spread=False) as hot,
        bench.clients(payments, CLIENTS, is_spread=True) as spread,
    ):
        yield Row(
            NAME,
            "payments a second",
            [Side("ours", hot.run), Side("ours, spread", spread.run), Side("row locks", locking.run)],
            [Target("ours", "ours, spread", at_least=0.9), Target("ours", "row locks", at_least=5)],
            "spread: a budget and a merchant for each client; row locks: plain SQL that updates one row of the budget "
            "and one of the merchant",
        )


def payments(number: int, count: int, *, is_spread: bool) -> Callable[[], int]:
    place = number if is_spread else 0
    code = budget(place)
    accounts, names = ledger_cast.all_accounts(), ledger_cast.references()
    cause, payable, receivable = accounts_that_collect(f"bench-{place}")

    def pay() -> int:
        now = timezone.now()
        citizen = random.choice(accounts)
        with transaction.atomic():
            slot_id = budgets.lock_slots(code, AWARD).take(AWARD)
            assert slot_id, "the budget is large enough for any run"
            ledger.post_all(
                [
                    ledger_cast.awarded(slot_id, citizen, AWARD, next(names), now),
                    Posting(citizen, cause, PRICE, TransferKind.DONATE, next(names), now),
                    Posting(payable, receivable, FEN, TransferKind.CAPTURE, next(names), now),
                ],
                now=now,
            )
        return 1

    return pay


def budget(place: int) -> str:
    return f"bench-{place}"


def accounts_that_collect(party: str) -> tuple[int, int, int]:
    """Where credits are given away, and what owes fen to whom."""
    now = timezone.now()
    portion = holds.Portion(0, None, city_day(now), PRICE)
    [given] = holds.donated(party, [portion], reference="donation", now=now)
    [owed] = holds.owed(party, FEN, reference="capture", now=now)
    return given.credit_id, owed.debit_id, owed.credit_id
