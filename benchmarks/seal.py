"""A day of many postings is sealed and then proven, each by a process of its own: how long, and what it holds."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
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
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise ServiceError(f"{' '.join(words)} failed; see above")
    return Took(time.perf_counter() - began, used.ru_maxrss / KB)
