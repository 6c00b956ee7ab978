"""What a worker process holds while it scores many acts, and a web process while it answers many requests."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from activities.models import SHARDS, QueuedAct
from activities.scoring import nudge
from benchmarks import acts, reading, submitting, web_cast
from benchmarks.bench import Bench
from benchmarks.frame import Row, Side, Target
from benchmarks.takeover import worker
from benchmarks.web import served

NAME = "memory"
A_LOAD, LOADS, LOADS_IN_FULL = 50_000, 4, 20
AT_MOST_MB = 250.0
GROWTH = 1.1
"""Flat: what it holds at the end, beside what it held after the first load."""
PAGE_BYTES = 4096
CONNECTIONS = 4
MOST, FIRST, LAST = "at the most", "after the first load", "at the end"


def rows(bench: Bench) -> Iterator[Row]:
    loads = LOADS_IN_FULL if bench.full else LOADS
    acts.fill_budget()
    citizens = acts.make_citizens(A_LOAD // 5)
    held = held_by_a_worker(bench, citizens, loads)
    yield row("worker", held, Target(MOST, at_most=AT_MOST_MB))
    yield row("web", held_by_a_web_process(bench, loads))


def row(process: str, held: Sequence[float], *more: Target) -> Row:
    """`held` is the most that one process held, load by load, in MB."""
    sides = {MOST: max(held), FIRST: held[0], LAST: held[-1]}
    return Row(
        f"{NAME}: {process}",
        "MB of a process",
        [Side(name, partial(float, mb)) for name, mb in sides.items()],
        [*more, Target(LAST, FIRST, at_most=GROWTH)],
        f"resident, the largest of two processes, after each load of {A_LOAD:,} acts; {len(held)} loads",
        once=True,
    )


def held_by_a_worker(bench: Bench, citizens: list[int], loads: int) -> list[float]:
    held = []
    with bench.process(sys.executable, *worker(bench, NAME)) as parent:
        for seed in range(loads):
            acts.record_acts(citizens, A_LOAD, seed=seed)
            nudge.wake(range(SHARDS))
            most = 0.0
            while QueuedAct.objects.exists():
                most = max(most, most_resident_mb(parent.pid))
                time.sleep(0.2)
            held.append(most)
    return held


def held_by_a_web_process(bench: Bench, loads: int) -> list[float]:
    """Takes the acts in, a thousand at a time, and shows a home and a statement to each thousand."""
    citizens = web_cast.make_citizens()
    tokens, sessions = [web_cast.bearer(citizen) for citizen in citizens], list(map(web_cast.session, citizens))
    held = []
    with served(bench) as web:
        # Connections are shared out among the processes: some for each.
        everyone = [
            step
            for _process in range(CONNECTIONS)
            for step in (
                submitting.many_by_api(web.port, tokens),
                reading.as_citizen(web.port, "/", sessions),
                reading.as_citizen(web.port, "/statement/", sessions),
            )
        ]
        for _load in range(loads):
            taken, most = 0, 0.0
            while taken < A_LOAD:
                taken += sum(step() for step in everyone)
                most = max(most, most_resident_mb(web.pid))
            held.append(most)
    return held


def most_resident_mb(parent: int) -> float:
    """What the largest of a process's children holds."""
    return max(map(resident_mb, children(parent)), default=0.0)


def children(pid: int) -> list[int]:
    """The processes that one has started."""
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def resident_mb(pid: int) -> float:
    with suppress(FileNotFoundError, ProcessLookupError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES / 1e6
    return 0.0
