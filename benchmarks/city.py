"""The city's figures over a short and a long history of as many days: what its worker and its readers wait for."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.districts import District
from benchmarks import acts, history
from benchmarks.bench import Bench
from benchmarks.books import took as took_by
from benchmarks.databases import PREPARED
from benchmarks.frame import Row, Side, Target
from benchmarks.growth import LONG, LONGEST, SECONDS, SHORT, SLOWER, looked_at
from benchmarks.seal import side
from city import keeping
from city.models import Rollup
from city.rollups import publishing, reading, releasing, summing
from city.rollups.periods import Unit
from common.city_time import city_day, day_span
from common.pages import kept
from seals import sealing

NAME = "city"
AUDITED = ("city",)
SMALL = "bench_small_city"
DAYS, FIRST_DAYS_AGO, LATE = 50, 20, 1_000
SPREAD = """
UPDATE activities_activity SET district = (%(districts)s::text[])[1 + citizen_id %% %(count)s]
"""
COME_LATE = """
WITH late AS MATERIALIZED (
    SELECT nextval('activities_activity_id_seq') AS new_id, act.*
    FROM (SELECT * FROM activities_activity ORDER BY id DESC LIMIT %(late)s) AS act
), recorded AS (
    INSERT INTO activities_activity (id, public_id, citizen_id, scenario_id, channel, evidence, district, started_at,
        ended_at, city_day, values, status, status_at, refusal, recorded_at)
    SELECT new_id, translate(left(md5(new_id::text), 16), '01', 'gh'), citizen_id, scenario_id, channel, evidence,
        district, started_at, ended_at, city_day, values, status, now(), '', now() FROM late
)
INSERT INTO activities_assessment (activity_id, version_id, grams, credits, facts, assessed_at)
SELECT new_id, %(version)s, %(grams)s, %(credits)s, '{}', now() FROM late
"""


def rows(bench: Bench) -> Iterator[Row]:
    long = LONGEST if bench.full else LONG
    bench.databases.make(SMALL, template=PREPARED)
    small = replace(bench, environment={**bench.environment, "DATABASE_URL": bench.portals.url(SMALL)})
    places = {f"at {SHORT:,} acts": (small, SHORT), f"at {long:,} acts": (bench, long)}
    for place, count in places.values():
        took(place, "fill", str(count // DAYS))
    bench.databases.settle(SMALL)
    bench.settle()
    for deed, notes in {"sum_all": f"{DAYS} days", "sum_late": f"{LATE:,} acts of the last days came late"}.items():
        sides = [side(name, took(place, deed)) for name, (place, _count) in places.items()]
        yield Row(f"{NAME}: {deed}", "seconds", sides, (), notes, once=True)
    at_short, at_long = places
    for name, step in {"page": "pages", "figures": "figures"}.items():
        with ExitStack() as stack:
            clients = [stack.enter_context(place.clients(f"{__name__}:{step}", 1)) for place, _count in places.values()]
            for each in clients:
                each.seconds = SECONDS
            yield Row(
                f"{NAME}: {name}",
                "a second",
                [Side(at_short, clients[0].run), Side(at_long, clients[1].run)],
                [Target(at_long, at_short, at_least=1 / SLOWER)],
                "made anew each time",
            )


def took(place: Bench, deed: str, *words: str) -> float:
    """Seconds."""
    return took_by(place, deed, *words, module=__name__).seconds


def fill(citizens: str) -> None:
    """An act of each citizen on each day, in all districts; the last day is closed."""
    facts = history.facts(int(citizens))
    first = city_day(acts.EVENING) - timedelta(days=FIRST_DAYS_AGO)
    with connection.cursor() as cursor:
        for ago in reversed(range(0, DAYS, history.DAYS_A_STEP)):
            span = {"first": FIRST_DAYS_AGO + ago, "last": FIRST_DAYS_AGO + ago + history.DAYS_A_STEP - 1}
            cursor.execute(history.WRITE, {**facts, **span})
        cursor.execute(SPREAD, {"districts": District.values, "count": len(District.values)})
    sealing.close(first, now=day_span(first)[1])


def sum_all() -> None:
    """What the worker does when it comes to a portal that has lived without it."""
    keeping.keep()
    assert summing.keep() == DAYS
    assert publishing.publish() == DAYS
    assert releasing.release(timezone.now())
    print(f"{Rollup.objects.count():,} roll-ups", file=sys.stderr)


def sum_late() -> None:
    """What it does in an hour."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version_id FROM activities_assessment LIMIT 1")
        [version] = cursor.fetchone()
        facts = {"late": LATE, "version": version, "grams": history.GRAMS, "credits": history.CREDITS}
        cursor.execute(COME_LATE, facts)
    assert summing.keep() >= 1
    publishing.publish()


def pages(number: int, count: int) -> Callable[[], int]:
    """The first page of the city's figures, made anew, as somebody gets it of whom nothing is known."""
    client = Client(HTTP_HOST="localhost")

    def look() -> int:
        cache.clear()
        kept.forget()
        return looked_at(client, "/city/")

    return look


def figures(number: int, count: int) -> Callable[[], int]:
    """Everything that the city's pages show, without a page."""

    def read() -> int:
        assert reading.since_start().total.acts
        for unit in Unit:
            assert reading.by_period(unit, before=date.max, count=30).rows
        [*months] = reading.released(Unit.MONTH)
        assert reading.by_district(months[0]).rows
        assert reading.by_scenario(months[0]).rows
        assert reading.by_evidence(months[0]).rows
        return 1

    return read
