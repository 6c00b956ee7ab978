"""One transfer a transaction, eight clients at once: credits of a citizen drawn from many are set aside."""

import random
from collections.abc import Callable, Iterator

from django.utils import timezone

from benchmarks import ledger_cast, pgbench
from benchmarks.bench import Bench
from benchmarks.frame import Row, Side, Target
from credits import ledger
from credits.ledger import Posting, TransferKind

NAME = "ledger-single"
AUDITED = ledger_cast.ONLY
CLIENTS = 8
BUDGET = "bench"


def rows(bench: Bench) -> Iterator[Row]:
    ledger_cast.make_citizens()
    ledger_cast.make_budget(BUDGET)
    ledger_cast.give_everyone(1_000, code=BUDGET)
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
    held = ledger_cast.held_accounts()
    accounts = list(held)
    names = ledger_cast.references()

    def post() -> int:
        now = timezone.now()
        account_id = random.choice(accounts)
        hold = Posting(account_id, held[account_id], 1, TransferKind.HOLD, next(names), now)
        ledger.post_all([hold], now=now)
        return 1

    return post
