"""Counts what is published of a month, once and for all, when it is over; and what is so now, each time anew.

A month that were counted again would tell by its difference of a single citizen. What came after its count is told of
nowhere, or with the month in which it was decided.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from activities.models import Activity
from city.models import MonthFact, Subject
from city.rollups.releasing import RELEASED_ON
from city.transparency import counting
from city.transparency.counting import Fact
from common.city_time import city_day, day_span, next_month, previous_month
from common.few import FEWEST


def keep(*, now: datetime) -> int:
    """Counts the months whose day has come, and what is so at this moment; returns how many months."""
    months = list(_due(now))
    for month in months:
        _count(month, now)
    _look(now)
    return len(months)


def _due(now: datetime) -> Iterator[date]:
    """From the first one that is not counted yet to the last whose day has come."""
    today = city_day(now)
    last = previous_month(today.replace(day=1))
    if today.day < RELEASED_ON:
        last = previous_month(last)
    counted = MonthFact.objects.filter(subject=Subject.RECORDED).aggregate(last=Max("month"))["last"]
    month = _begun() if counted is None else next_month(counted)
    while month is not None and month <= last:
        yield month
        month = next_month(month)


def _begun() -> date | None:
    """The month of the first act: none is ever taken away, and they are numbered as they come."""
    first = Activity.objects.order_by("pk").values_list("recorded_at", flat=True).first()
    return None if first is None else city_day(first).replace(day=1)


def _count(month: date, now: datetime) -> None:
    """Of two who count the same month at once one keeps all of its numbers."""
    facts = counting.of_month(day_span(month)[0], day_span(next_month(month))[0])
    rows = [MonthFact(month=month, kept_at=now, **fact._asdict()) for fact in facts]
    MonthFact.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def _look(now: datetime) -> None:
    """What waits, in place of what was so before."""
    month = city_day(now).replace(day=1)
    rows = [MonthFact(month=month, kept_at=now, **fact._asdict()) for fact in _told_now(now)]
    MonthFact.objects.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=["amount", "citizens", "kept_at"],
        unique_fields=["month", "subject", "code"],
    )
    MonthFact.objects.filter(subject__in=Subject.of_now(), kept_at__lt=now).delete()


def _told_now(now: datetime) -> Iterator[Fact]:
    """What waits of a kind stays as it was told until five citizens more or fewer wait.

    Between two looks that tell another number, somebody alone who sends or is answered would show.
    """
    told = {(fact.subject, fact.code): fact for fact in MonthFact.objects.filter(subject__in=Subject.of_now())}
    counted = list(counting.at(now))
    waits = {fact.code: fact.citizens or 0 for fact in counted if fact.subject == Subject.WAITING}
    before = {code: fact.citizens or 0 for (subject, code), fact in told.items() if subject == Subject.WAITING}
    stays = {code for code in waits.keys() & before.keys() if abs(waits[code] - before[code]) < FEWEST}
    yield from (fact for fact in counted if fact.code not in stays)
    for (subject, code), fact in told.items():
        if code in stays:
            yield Fact(Subject(subject), code, fact.amount, fact.citizens)
