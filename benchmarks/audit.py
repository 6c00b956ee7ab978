"""Books of many days are proven by every rule of the audit, their seals among them: how long, and what it holds."""

from collections.abc import Iterator

from django.db import connection

from benchmarks import history
from benchmarks.bench import Bench
from benchmarks.frame import Row, Target
from benchmarks.seal import side, took

NAME = "audit"
CITIZENS, DAYS, DAYS_IN_FULL = 100_000, 10, 100
FIRST_DAYS_AGO = 2
AT_MOST_MB = 400.0


def rows(bench: Bench) -> Iterator[Row]:
    days = DAYS_IN_FULL if bench.full else DAYS
    fill(days)
    bench.settle()
    sealing = took(bench, "seal_days")
    auditing = took(bench, "audit_ledger")
    notes = f"{days * CITIZENS:,} awards of {days} days, every rule"
    yield Row(
        f"{NAME}: time", "seconds", [side("seal", sealing.seconds), side(NAME, auditing.seconds)], (), notes, True
    )
    bounds = [Target(NAME, at_most=AT_MOST_MB)]
    yield Row(f"{NAME}: memory", "MB of the process", [side(NAME, auditing.mb)], bounds, notes, True)


def fill(days: int) -> None:
    """One act of each citizen on each of so many days, scored and paid."""
    facts = history.facts(CITIZENS)
    for days_ago in range(FIRST_DAYS_AGO, FIRST_DAYS_AGO + days):
        with connection.cursor() as cursor:
            cursor.execute(history.WRITE, {**facts, "first": days_ago, "last": days_ago})
