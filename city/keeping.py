"""Keeps the sums of days that are over, so that nobody has to add up again what does not change any more.

A day is over once it is closed for its seal and everybody has ended who wrote into it before: from then on the database
refuses whatever is dated into it, also where a clock ran ahead and was set back.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import TruncDate

from activities.models import Assessment
from city.models import DayFigures, MallFigures, ScenarioFigures
from common.city_time import CITY_ZONE, day_span
from merchants.models import RedemptionStatus, RedemptionStep, Step
from merchants.models.offer import AT_ONCE
from seals import sealing

Kept = DayFigures | ScenarioFigures | MallFigures
Summed = Callable[[datetime | None, datetime], Sequence[Any]]


def keep() -> int:
    """Sums the days that are over and not kept yet, all at once; returns how many had something to keep.

    Of two who do so at the same moment both find the same sums, and one keeps them.
    """
    until = sealing.over_until()
    return 0 if until is None else max(_keep(table, summed, until) for table, summed in SUMS.items())


def _keep(table: type[Kept], summed: Summed, until: datetime) -> int:
    """The days of one table, from the last one on that it has."""
    with transaction.atomic():
        last = table._default_manager.aggregate(last=Max("day"))["last"]
        since = None if last is None else day_span(last)[1]
        if since is not None and since >= until:
            return 0
        made = table._default_manager.bulk_create(summed(since, until), ignore_conflicts=True)
    return len({figures.day for figures in made})


def _by_evidence(since: datetime | None, until: datetime) -> list[DayFigures]:
    sums = _earned(since, until, "activity__evidence")
    return [DayFigures(day=day, evidence=evidence, **told) for day, evidence, told in sums]


def _by_scenario(since: datetime | None, until: datetime) -> list[ScenarioFigures]:
    sums = _earned(since, until, "activity__scenario_id")
    return [ScenarioFigures(day=day, scenario_id=scenario, **told) for day, scenario, told in sums]


def _earned(since: datetime | None, until: datetime, by: str) -> Iterator[tuple[date, Any, dict[str, int]]]:
    scored = Assessment.objects.filter(grams__gt=0, assessed_at__lt=until)
    if since is not None:
        scored = scored.filter(assessed_at__gte=since)
    grouped = scored.order_by().values_list(TruncDate("assessed_at", tzinfo=CITY_ZONE), by)
    for day, of, acts, grams, credits in grouped.annotate(Count("pk"), Sum("grams"), Sum("credits")):
        yield day, of, {"acts": acts, "grams": grams, "credits": credits}


def _taken(since: datetime | None, until: datetime) -> list[MallFigures]:
    """By the last taking of each, which is undone within minutes or not at all; what no till takes is used at once.

    What was refunded later counts on its day as before: kept sums do not change.
    """
    at_once = Q(step=Step.HELD, redemption__offer__kind__in=AT_ONCE)
    steps = RedemptionStep.objects.filter(Q(step=Step.CAPTURED) | at_once, happened_at__lt=until)
    if since is not None:
        steps = steps.filter(happened_at__gte=since)
    used = Q(redemption__status=RedemptionStatus.REDEEMED, happened_at=F("redemption__captured_at"))
    lasting = steps.filter(used | Q(step=Step.CAPTURED, happened_at=F("redemption__refund__taken_at")))
    grouped = lasting.order_by().values_list(TruncDate("happened_at", tzinfo=CITY_ZONE))
    sums = grouped.annotate(Count("pk"), Sum("redemption__price"), Sum("redemption__settlement_fen"))
    return [MallFigures(day=day, redemptions=number, credits=credits, fen=fen) for day, number, credits, fen in sums]


SUMS: dict[type[Kept], Summed] = {DayFigures: _by_evidence, ScenarioFigures: _by_scenario, MallFigures: _taken}
"""Each table with what sums the days from a moment, or from the beginning, to another."""
