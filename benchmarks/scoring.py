"""Pending acts of every kind assessed, capped and paid: in batches, by a Celery task each, and as bare rows."""

import os
from collections.abc import Callable, Iterator

from activities.models import SHARDS
from activities.scoring import scorer
from benchmarks import acts, bare_rows
from benchmarks.bench import Bench
from benchmarks.clients import Clients
from benchmarks.frame import Row, Side, Target
from benchmarks.task_an_act import TaskAnAct
from credits.accounts import available_accounts

NAME = "scoring"
WORKERS = 2
A_RUN, A_RUN_OF_TASKS = 50_000, 1_500
ACTS_OF_A_CITIZEN = 5


def rows(bench: Bench) -> Iterator[Row]:
    acts.fill_budget()
    bare_rows.make_tables(bench)
    # A run is one step, which takes all that was loaded for it.
    with (
        bench.clients(f"{__name__}:batches", WORKERS) as ours,
        bench.clients("benchmarks.bare_rows:batches", WORKERS) as bare,
        TaskAnAct(bench, WORKERS) as tasks,
    ):
        ours.seconds = bare.seconds = 0.001
        yield Row(
            NAME,
            "acts a second",
            [
                Side("ours, 2 workers", lambda: loaded(bench, ours)),
                Side("one Celery task an act", lambda: tasks.run(A_RUN_OF_TASKS)),
                Side("the bare rows", lambda: loaded(bench, bare, into=bare_rows.PREFIX)),
            ],
            [
                Target("ours, 2 workers", "one Celery task an act", at_least=60),
                Target("ours, 2 workers", "the bare rows", at_least=0.5),
            ],
            "a task an act: the ORM, connections kept, acks_late; the bare rows: the same rows by one set-based "
            "statement for 1,000 acts, without foreign keys, triggers, rules or anything to score",
        )


def loaded(bench: Bench, clients: Clients, *, into: str = "") -> float:
    """How many a second the clients did of a fresh load."""
    load(bench, A_RUN, into=into)
    return clients.run()


def load(bench: Bench, count: int, *, into: str = "") -> None:
    """New citizens and their pending acts."""
    citizen_ids = acts.make_citizens(count // ACTS_OF_A_CITIZEN)
    # A citizen's account is opened once a year; both sides find it there.
    if into:
        bare_rows.open_accounts(citizen_ids)
    else:
        available_accounts(citizen_ids, acts.VINTAGE)
    acts.record_acts(citizen_ids, count, seed=int.from_bytes(os.urandom(4)), into=into)
    bench.analyse(f"{into}activities_activity", f"{into}activities_queuedact", "accounts_user")
    if into:
        bench.analyse(f"{into}credits_ledgeraccount")


def batches(number: int, count: int) -> Callable[[], int]:
    """Scores all that waits in a worker's share of the shards."""

    def score() -> int:
        own = range(number, SHARDS, count)
        scored = 0
        while taken := sum(scorer.score_batch(shard, now=acts.EVENING) for shard in own):
            scored += taken
        return scored

    return score
