"""The city's figures over a short and a long history of as many days: what its worker and its readers wait for."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from benchmarks import half_year
from benchmarks.bench import Bench
from benchmarks.books import took as took_by
from benchmarks.databases import PREPARED
from benchmarks.frame import Row, Side, Target
from benchmarks.growth import LONG, LONGEST, SECONDS, SHORT, SLOWER, looked_at
from benchmarks.half_year import DAYS
from benchmarks.seal import side
from city import keeping
from city.models import PublishedCell, PublishedDay
from city.rollups import publishing, reading, releasing, summing
from city.rollups.periods import Unit
from common.city_time import day_span
from common.pages import kept
from seals import sealing

NAME = "city"
AUDITED = ("city",)
SMALL = "bench_small_city"
LATE, TAKEN = 1_000, 300
DEEDS = {
    "sum_all": f"{DAYS} days of {half_year.CITIZENS:,} citizens",
    "prove": "the same by SQL of its own",
    "come_late": f"{LATE:,} acts of the last week come late, {TAKEN} of three days of the half year are taken back",
    "sum_late": f"the {half_year.CHANGED} days that they changed",
    "prove_again": "after late acts and what was taken back",
}


def rows(bench: Bench) -> Iterator[Row]:
    long = LONGEST if bench.full else LONG
    bench.databases.make(SMALL, template=PREPARED)
    small = replace(bench, environment={**bench.environment, "DATABASE_URL": bench.portals.url(SMALL)})
    places = {f"at {SHORT:,} acts": (small, SHORT), f"at {long:,} acts": (bench, long)}
    for place, count in places.values():
        took(place, "fill", str(count))
    settle(bench)
    for deed, notes in DEEDS.items():
        sides = [side(name, took(place, deed)) for name, (place, _count) in places.items()]
        yield Row(f"{NAME}: {deed}", "seconds", sides, (), notes, once=True)
    settle(bench)
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


def settle(bench: Bench) -> None:
    bench.databases.settle(SMALL)
    bench.settle()


def took(place: Bench, deed: str, *words: str) -> float:
    """Seconds."""
    return took_by(place, deed, *words, module=__name__).seconds


def fill(count: str) -> None:
    """Half a year of acts; its last day is closed."""
    half_year.fill(int(count))
    last = half_year.last_day()
    sealing.close(last, now=day_span(last)[1])


def sum_all() -> None:
    """What the worker does when it comes to a portal that has lived without it."""
    keeping.keep()
    assert summing.keep() == DAYS
    assert publishing.publish()
    assert releasing.release(timezone.now())
    print(f"published: {PublishedDay.objects.count()} days, {PublishedCell.objects.count():,} figures", file=sys.stderr)


def prove() -> None:
    half_year.prove()


def come_late() -> None:
    half_year.come_late(LATE, TAKEN)


def prove_again() -> None:
    half_year.prove()


def sum_late() -> None:
    """What it does in an hour: the days that changed, and no other."""
    assert summing.keep() == half_year.CHANGED
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
