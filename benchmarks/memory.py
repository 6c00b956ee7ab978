"""What a worker process holds while it scores many acts, and a web process while it answers many requests."""

import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from activities import nudge
from activities.models import SHARDS, QueuedAct
from benchmarks import acts
from benchmarks.bench import Bench
from benchmarks.frame import Row, Side, Target
from benchmarks.takeover import worker

NAME = "memory"
A_LOAD, LOADS, LOADS_IN_FULL = 50_000, 4, 20
AT_MOST_MB = 250.0
GROWTH = 1.1
"""Flat: what it holds at the end, beside what it held after the first load."""
PAGE_BYTES = 4096


def rows(bench: Bench) -> Iterator[Row]:
    acts.fill_budget()
    citizens = acts.make_citizens(A_LOAD // 5)
    held = held_by_a_worker(bench, citizens, LOADS_IN_FULL if bench.full else LOADS)
    yield Row(
        NAME,
        "MB of a worker process",
        [
            Side("at the most", lambda: max(held)),
            Side("after the first load", lambda: held[0]),
            Side("at the end", lambda: held[-1]),
        ],
        [Target("at the most", at_most=AT_MOST_MB), Target("at the end", "after the first load", at_most=GROWTH)],
        f"resident, the largest of two processes, after each load of {A_LOAD:,} acts; {len(held)} loads",
        once=True,
    )


def held_by_a_worker(bench: Bench, citizens: list[int], loads: int) -> list[float]:
    """The most that one process of a worker held up to the end of each load, in MB."""
    held = []
    with bench.process(sys.executable, *worker(bench, NAME)) as parent:
        for seed in range(loads):
            acts.record_acts(citizens, A_LOAD, seed=seed)
            nudge.wake(range(SHARDS))
            most = 0.0
            while QueuedAct.objects.exists():
                most = max([most, *map(resident_mb, children(parent.pid))])
                time.sleep(0.2)
            held.append(most)
    return held


def children(pid: int) -> list[int]:
    """The processes that one has started."""
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def resident_mb(pid: int) -> float:
    with suppress(FileNotFoundError, ProcessLookupError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES / 1e6
    return 0.0
