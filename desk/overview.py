"""The figures of the desk's first page that lead to their lists: of days that are over, by few statements."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib import admin
from django.core.cache import cache
from django.db.models import Model, Sum
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from activities.models import Activity
from city.models import MallFigures, ScenarioFigures
from common.city_time import city_day
from credits.liability import liability
from merchants.models import Redemption
from scenarios.models import Scenario

DAYS = 30
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
    since, today = city_day(now) - timedelta(days=DAYS), city_day(now)
    mall = MallFigures.objects.filter(day__gte=since, day__lt=today)
    held = "admin:credits_budget_liability"
    return {
        "overview_days": DAYS,
        "scenarios": list(_scenarios(request, now)),
        "citizens": cache.get_or_set("desk:citizens", User.objects.filter(is_staff=False).count, KEPT_S),
        "citizens_address": _list_of(User, request),
        "mall": mall.aggregate(Sum("redemptions"), Sum("credits"), Sum("fen")),
        "mall_address": _list_of(Redemption, request),
        "held": cache.get_or_set("desk:held", lambda: liability().outstanding, KEPT_S),
        "held_address": reverse(held) if request.user.has_perm("credits.view_budget") else "",
    }


def _scenarios(request: HttpRequest, now: datetime) -> Iterator[OfScenario]:
    """The busiest first."""
    kept = ScenarioFigures.objects.filter(day__gte=city_day(now) - timedelta(days=DAYS), day__lt=city_day(now))
    sums = kept.order_by().values_list("scenario").annotate(Sum("acts"), Sum("grams"), Sum("credits"))
    scenarios, acts_list = Scenario.objects.in_bulk(), _list_of(Activity, request)
    for scenario, acts, grams, credits in sorted(sums, key=lambda row: -row[1]):
        address = f"{acts_list}?scenario__id__exact={scenario}" if acts_list else ""
        yield OfScenario(scenarios[scenario], acts, grams, credits, address)


def _list_of(model: type[Model], request: HttpRequest) -> str:
    """The list of a table; empty for who may not look at it."""
    options = model._meta
    may = admin.site._registry[model].has_view_permission(request)
    return reverse(f"admin:{options.app_label}_{options.model_name}_changelist") if may else ""
