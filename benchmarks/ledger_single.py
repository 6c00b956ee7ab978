"""One transfer a transaction, eight clients at once, between accounts drawn from many."""

import random
from collections.abc import Callable, Iterator

from django.utils import timezone

from benchmarks import ledger_cast, pgbench
from benchmarks.bench import Bench
from benchmarks.frame import Row, Side, Target
from credits import ledger

NAME = "ledger-single"
CLIENTS = 8
BUDGET = "bench"


def rows(bench: Bench) -> Iterator[Row]:
    ledger_cast.make_citizens()
    ledger_cast.make_budget(BUDGET)
    ledger_cast.give_everyone(1_000_000, code=BUDGET)
    bench.settle()
    with (
        bench.opponent("hordak", str(ledger_cast.CITIZENS)) as hordak,
        hordak.clients(CLIENTS, "single") as hordaks,
        bench.opponent("django_ledger") as django_ledger,
        django_ledger.clients(CLIENTS, "single") as django_ledgers,
        pgbench.tpc_b(bench, CLIENTS) as tpc_b,
        bench.clients(f"{__name__}:transfers", CLIENTS) as ours,
    ):
        yield Row(
            NAME,
            "transfers a second",
            [
                Side("ours", ours.run),
                Side("django-hordak", hordaks.run),
                Side("django-ledger", django_ledgers.run),
                Side("pgbench TPC-B", tpc_b),
            ],
            [Target("ours", "django-hordak", at_least=3), Target("ours", "pgbench TPC-B", at_least=0.8)],
            "django-hordak: transfer_to; django-ledger: commit_txs, posted, in one entity; "
            "pgbench: prepared statements in C, five statements a transaction",
        )


def transfers(number: int, count: int) -> Callable[[], int]:
    accounts = ledger_cast.all_accounts()
    names = ledger_cast.references()

    def post() -> int:
        now = timezone.now()
        paying, paid = random.sample(accounts, 2)
        ledger.post_all([ledger_cast.moved(paying, paid, 1, next(names), now)], now=now)
        return 1

    return post
