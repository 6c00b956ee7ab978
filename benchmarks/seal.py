"""A day of many postings is sealed and then proven, each by a process of its own: how long, and what it holds."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from benchmarks import history
from benchmarks.bench import Bench
from benchmarks.frame import Row, Side, Target
from chengdu_carbon.service_error import ServiceError
from chengdu_carbon.supervisor import ROOT
from seals.models import SealedDay

NAME = "seal"
CITIZENS, ACTS_OF_A_CITIZEN, ACTS_IN_FULL = 100_000, 2, 10
DAYS_AGO = 40
AT_MOST_MB = 250.0
KB = 1024
LOOKED_EVERY_S = 0.05
PEAK = re.compile(r"^VmHWM:\s+([0-9]+) kB$", re.MULTILINE)


class Took(NamedTuple):
    """What a process took to its end."""

    seconds: float
    mb: float


def rows(bench: Bench) -> Iterator[Row]:
    fill(ACTS_IN_FULL if bench.full else ACTS_OF_A_CITIZEN)
    bench.settle()
    sealing = took(bench, "seal_days")
    sealed = SealedDay.objects.sealed().order_by("-rows").first()
    assert sealed is not None
    proving = took(bench, "audit_ledger", "--citizens", "20")
    notes = f"a day of {sealed.rows:,} rows among {SealedDay.objects.count()} days; the audit with every rule"
    sides = {"seal": sealing, "audit": proving}
    yield Row(f"{NAME}: time", "seconds", [side(name, each.seconds) for name, each in sides.items()], (), notes, True)
    bounds = [Target(name, at_most=AT_MOST_MB) for name in sides]
    held = [side(name, each.mb) for name, each in sides.items()]
    yield Row(f"{NAME}: memory", "MB of the process", held, bounds, notes, True)


def side(name: str, figure: float) -> Side:
    return Side(name, partial(float, figure))


def fill(acts_of_a_citizen: int) -> None:
    """So many acts of each citizen, all of one day, scored and paid."""
    facts = history.facts(CITIZENS)
    for _act in range(acts_of_a_citizen):
        with connection.cursor() as cursor:
            cursor.execute(history.WRITE, {**facts, "first": DAYS_AGO, "last": DAYS_AGO})


def took(bench: Bench, *words: str) -> Took:
    """A command of the portal to its end. Raises `ServiceError` where it fails."""
    began = time.perf_counter()
    command = [sys.executable, "manage.py", *words]
    process = subprocess.Popen(command, cwd=ROOT, env=dict(bench.environment), stdin=subprocess.DEVNULL)
    held = most_held(process)
    if process.returncode:
        raise ServiceError(f"{' '.join(words)} failed; see above")
    return Took(time.perf_counter() - began, held)


def most_held(process: "subprocess.Popen[bytes]") -> float:
    """The most memory that a process held at a time, in MB; waits for its end.

    `ru_maxrss` is no less than what whoever started it held: Linux keeps it over fork and exec. The kernel's mark of a
    process's own memory (VmHWM, proc_pid_status(5)) begins with its program, and only rises.
    """
    status, most = Path(f"/proc/{process.pid}/status"), 0
    while process.poll() is None:
        if found := PEAK.search(status.read_text()):
            most = int(found[1])
        time.sleep(LOOKED_EVERY_S)
    return most / KB
