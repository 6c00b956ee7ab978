"""Books of many days: their days are kept in sums, a month is looked at, and every transfer is taken away."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db import connection

from benchmarks import acts, history
from benchmarks.bench import Bench
from benchmarks.frame import Row, Side, Target
from benchmarks.seal import Took, most_held, side
from chengdu_carbon.service_error import ServiceError
from chengdu_carbon.supervisor import ROOT
from common.city_time import city_day, day_span
from common.csv_stream import packed_csv_response
from credits import behind, keeping
from credits.behind import Figure
from credits.books import books
from seals import sealing

NAME = "books"
AUDITED = ("credits",)
CITIZENS, DAYS, DAYS_IN_FULL = 100_000, 10, 100
LAST_DAYS_AGO, MONTH = 2, 30
AT_MOST_MB, AT_MOST_MS = 250.0, 500.0
MS = 1000
AWARDS = """
WITH made AS MATERIALIZED (
    SELECT nextval('credits_transfer_id_seq') AS id, account_id,
           (%(day)s::timestamp AT TIME ZONE 'Asia/Shanghai') + number * interval '0.8 s' AS posted_at
    FROM unnest(%(accounts)s::bigint[]) WITH ORDINALITY AS citizen (account_id, number)
), named AS (
    INSERT INTO credits_transferkey (reference, transfer_id) SELECT 'act:' || id, id FROM made
)
INSERT INTO credits_transfer (id, debit_id, credit_id, amount, asset, kind, reference, event_at, created_at)
SELECT id, %(slot)s, account_id, %(credits)s, 'credit', 'award', 'act:' || id, posted_at, posted_at FROM made
"""


def rows(bench: Bench) -> Iterator[Row]:
    days = DAYS_IN_FULL if bench.full else DAYS
    last = fill(days)
    bench.settle()
    keeping, taking = took(bench, "keep"), took(bench, "take", last.isoformat())
    notes = f"{days * CITIZENS:,} awards of {days} days; every transfer packed as CSV"
    sides = {"keep": keeping, "take": taking}
    yield Row(f"{NAME}: time", "seconds", [side(name, each.seconds) for name, each in sides.items()], (), notes, True)
    bounds = [Target(name, at_most=AT_MOST_MB) for name in sides]
    held = [side(name, each.mb) for name, each in sides.items()]
    yield Row(f"{NAME}: memory", "MB of the process", held, bounds, notes, True)
    looks = [Side("month", lambda: looked(last)), Side("transfers", lambda: listed(last))]
    bounds = [Target(look.name, at_most=AT_MOST_MS) for look in looks]
    yield Row(f"{NAME}: look", "ms", looks, bounds, "a month of kept days; the first fifty transfers of its day before")


def fill(days: int) -> date:
    """An award to each citizen on each of so many days, the last of which is closed; returns that day."""

    facts = history.facts(CITIZENS)
    last = city_day(acts.EVENING) - timedelta(days=LAST_DAYS_AGO)
    for ago in reversed(range(days)):
        with connection.cursor() as cursor:
            cursor.execute(AWARDS, {**facts, "day": last - timedelta(days=ago)})
    sealing.close(last, now=day_span(last)[1])
    return last


def took(bench: Bench, deed: str, *words: str, module: str = __name__) -> Took:
    """One of a benchmark’s deeds to its end. Raises `ServiceError` where it fails."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.deed", f"{module}:{deed}", *words]
    process = subprocess.Popen(command, cwd=ROOT, env=dict(bench.environment), stdin=subprocess.DEVNULL)
    held = most_held(process)
    if process.returncode:
        raise ServiceError(f"{deed} failed; see above")
    return Took(time.perf_counter() - began, held)


def looked(last: date) -> float:

    cache.clear()
    began = time.perf_counter()
    assert books(last - timedelta(days=MONTH - 1), last, now=_after(last)).trials()
    return (time.perf_counter() - began) * MS


def listed(last: date) -> float:

    day = last - timedelta(days=1)
    figure = Figure(day, day, kind="award")
    began = time.perf_counter()
    found = behind.transfers(figure, behind.look(figure, now=_after(last)))
    assert list(behind.told(found).order_by("-pk")[:50])
    return (time.perf_counter() - began) * MS


def keep() -> None:

    assert keeping.keep()


def take(last: str) -> None:
    """As the desk does, to nowhere."""

    figure = Figure(None, date.fromisoformat(last))
    found = behind.look(figure, now=_after(figure.last))
    response = packed_csv_response("x", [], behind.rows(behind.transfers(figure, found)))
    sent = sum(len(piece) for piece in iter(response))
    print(f"{found.sums.transfers:,} transfers, {sent:,} bytes packed", file=sys.stderr)


def _after(last: date) -> datetime:
    return day_span(last)[1]
