"""A worker is killed with ten thousand acts queued and claimed: how long until another has scored them all."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from subprocess import Popen

from activities.models import SHARDS, Assessment, QueuedAct
from activities.scoring import nudge
from benchmarks import acts
from benchmarks.bench import Bench
from benchmarks.frame import Row, Side, Target
from chengdu_carbon.service_error import ServiceError
from chengdu_carbon.serving import celery

NAME = "takeover"
ACTS, AMID = 10_000, 2_000
AT_MOST_S = 30.0
PATIENCE_SECONDS = 120.0


def rows(bench: Bench) -> Iterator[Row]:
    acts.fill_budget()
    bench.settle()
    yield Row(
        NAME,
        "seconds",
        [Side("ours", lambda: taken_over(bench))],
        [Target("ours", at_most=AT_MOST_S)],
        f"SIGKILL to the worker and its children after {AMID:,} of {ACTS:,}; a new one is started at once; "
        "from the kill to the last act scored",
        once=True,
    )


def taken_over(bench: Bench) -> float:
    acts.record_acts(acts.make_citizens(ACTS // 5), ACTS, seed=1)
    with bench.process(sys.executable, *worker(bench, "first")) as first:
        nudge.wake(range(SHARDS))
        wait(lambda: Assessment.objects.count() >= AMID)
        kill(first)
    killed_at = time.perf_counter()
    assert QueuedAct.objects.exists(), "nothing was left to take over"
    with bench.process(sys.executable, *worker(bench, "second")):
        wait(lambda: not QueuedAct.objects.exists())
        return time.perf_counter() - killed_at


def worker(bench: Bench, name: str) -> list[str]:
    """A worker with its own clock, as a machine of the portal runs them."""
    schedule = str(bench.data_dir / f"beat-{name}")
    return [*celery("worker"), "--concurrency", "2", "--beat", "--schedule", schedule]


def kill(process: "Popen[str]") -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        if time.monotonic() > deadline:
            raise ServiceError("takeover: acts are still waiting after two minutes")
        time.sleep(0.02)
