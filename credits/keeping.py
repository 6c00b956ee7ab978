"""Keeps what moved on days that are over, so that no page adds up ten million transfers.

Days are kept once they are closed for their seal and everybody has ended who wrote into them before, as those of the
city are (`city.keeping`).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Min

from common.city_time import city_day, day_span, next_month
from credits import summing
from credits.models import DayFlow, DayShare, Transfer
from seals import sealing

Kept = DayFlow | DayShare


def keep() -> int:
    """Sums the days that are over and not kept yet; returns how many had something to keep.

    A month at a time: whoever is stopped amid years has kept what was done. Of two who do so at once one keeps.
    """
    until = sealing.over_until()
    return 0 if until is None else max(_keep(table, made, until) for table, made in MADE.items())


def _keep(table: type[Kept], made: Callable[[Any], Sequence[Any]], until: datetime) -> int:
    days = set()
    for since, before in _months(table, until):
        with transaction.atomic():
            posted = Transfer.objects.filter(created_at__gte=since, created_at__lt=before)
            rows = table._default_manager.bulk_create(made(posted), ignore_conflicts=True)
        days |= {row.day for row in rows}
    return len(days)


def _months(table: type[Kept], until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From the end of the last day that is kept, else from the first transfer on, each up to the end of its month."""
    last = table._default_manager.aggregate(last=Max("day"))["last"]
    since = day_span(last)[1] if last else Transfer.objects.aggregate(first=Min("created_at"))["first"]
    while since is not None and since < until:
        before = min(until, day_span(next_month(city_day(since).replace(day=1)))[0])
        yield since, before
        since = before


def _flows(posted: Any) -> list[DayFlow]:
    return [DayFlow(day=day, **way._asdict(), **sums._asdict()) for (day, way), sums in summing.flows(posted)]


def _shares(posted: Any) -> list[DayShare]:
    return [DayShare(day=day, **of._asdict(), **sums._asdict()) for (day, of), sums in summing.shares(posted)]


MADE: dict[type[Kept], Callable[[Any], Sequence[Any]]] = {DayFlow: _flows, DayShare: _shares}
"""Each table with what its rows are made of."""
