"""The figures of the desk's first page that lead to their lists: of days that are over, by few statements."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib import admin
from django.core.cache import cache
from django.db.models import Max, Min, Model, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from activities.models import Activity
from city.figures import figures_now
from city.models import MallFigures, ScenarioFigures
from city.proofs import Proven, proofs
from common.city_time import city_day
from credits.liability import liability
from merchants.models import Redemption, RedemptionStatus
from scenarios.models import Scenario

DAYS = 30
REDEEMED = RedemptionStatus.REDEEMED.value
KEPT_S = 600
"""How old a count of everybody, or a sum of all that they hold, may be."""


class OfScenario(NamedTuple):
    """What the acts of a scenario earned, and the list of them."""

    scenario: Scenario
    acts: int
    grams: int
    credits: int
    address: str


def overview(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """For whoever is at the desk; an address is empty where its reader may not go."""
    mall = _kept(MallFigures, now)
    held = "admin:credits_budget_liability"
    return {
        "overview_days": DAYS,
        "scenarios": list(_scenarios(request, now)),
        "citizens": cache.get_or_set("desk:citizens", User.objects.filter(is_staff=False).count, KEPT_S),
        "citizens_address": _list_of(User, request),
        "mall": mall.aggregate(Sum("redemptions"), Sum("credits"), Sum("fen")),
        "mall_address": _within(_list_of(Redemption, request), _days(mall), "captured_at", status__exact=REDEEMED),
        "held": cache.get_or_set("desk:held", lambda: liability(now).outstanding, KEPT_S),
        "held_address": reverse(held) if request.user.has_perm("credits.view_budget") else "",
    }


def proofs_with_lists(request: HttpRequest, now: datetime) -> list[tuple[Proven, str]]:
    """Each way of proof with the list of its acts, which those that were taken back whole are not in."""
    acts_list = _list_of(Activity, request)
    return [
        (proven, f"{acts_list}?{urlencode({'evidence': proven.evidence, 'grams': 'kept'})}" if acts_list else "")
        for proven in proofs(figures_now(now))
    ]


def _scenarios(request: HttpRequest, now: datetime) -> Iterator[OfScenario]:
    """The busiest first."""
    kept, acts_list = _kept(ScenarioFigures, now), _list_of(Activity, request)
    sums = kept.order_by().values_list("scenario").annotate(Sum("acts"), Sum("grams"), Sum("credits"))
    days, scenarios = _days(kept), Scenario.objects.in_bulk()
    for scenario, acts, grams, credits in sorted(sums, key=lambda row: -row[1]):
        asked = {"scenario__id__exact": scenario, "grams": "some"}
        address = _within(acts_list, days, "assessment__assessed_at", **asked)
        yield OfScenario(scenarios[scenario], acts, grams, credits, address)


def _kept(figures: type[MallFigures] | type[ScenarioFigures], now: datetime) -> QuerySet[Any]:
    """The last days that are over."""
    since, today = city_day(now) - timedelta(days=DAYS), city_day(now)
    return figures._default_manager.filter(day__gte=since, day__lt=today)


def _days(kept: QuerySet[Any]) -> tuple[date, date] | None:
    """The first and the last of these days: figures of the one that ended last may still be to come."""
    first, last = kept.aggregate(first=Min("day"), last=Max("day")).values()
    return (first, last) if last else None


def _within(list_of: str, days: tuple[date, date] | None, moment: str, **asked: Any) -> str:
    """A list of just the rows that are in the figures of these days."""
    if not list_of or days is None:
        return list_of
    asked |= {f"{moment}_from": f"{days[0]}T00:00", f"{moment}_to": f"{days[1]}T23:59"}
    return f"{list_of}?{urlencode(asked)}"


def _list_of(model: type[Model], request: HttpRequest) -> str:
    """The list of a table; empty for who may not look at it."""
    options = model._meta
    may = admin.site._registry[model].has_view_permission(request)
    return reverse(f"admin:{options.app_label}_{options.model_name}_changelist") if may else ""
