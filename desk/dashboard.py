"""The desk's first page: what waits for its reader, how the scorer is doing now, and what the last weeks brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from activities.scoring import backlog
from common.desk_worklist import worklist
from common.pages.asking import asking
from credits import budgets
from desk.overview import overview, proofs_with_lists

DAYS = 14
CHART_HEIGHT = 120
BAR_EVERY = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """A day's bar, in the units of the drawing."""

    x: int
    y: int
    height: int
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    colour: str
    bars: Sequence[Bar]
    most: int


@require_safe
@never_cache
def figures(request: HttpRequest) -> HttpResponse:
    """The part of the dashboard that asks again by itself for some minutes."""
    return render(request, "admin/desk/_figures.html", _figures(request))


def everything(request: HttpRequest) -> dict[str, Any]:
    """What the whole dashboard shows."""
    now = timezone.now()
    days = backlog.days(DAYS, now=now)
    grams, credits = sum(day.grams for day in days), sum(day.credits for day in days)
    titles = (
        _("%(kilograms)s kg CO₂ avoided in 14 days") % {"kilograms": f"{grams / 1000:,.1f}"},
        _("%(credits)s credits earned in 14 days") % {"credits": f"{credits:,}"},
    )
    return {
        **_figures(request),
        **overview(request, now),
        "worklist": worklist(request, now),
        "proofs": proofs_with_lists(request, now),
        "days": days,
        "total": {"acts": sum(day.acts for day in days), "grams": grams, "credits": credits},
        "charts": [
            _chart(titles[0], "grams", [(f"{day.day:%m-%d}", day.grams) for day in days]),
            _chart(titles[1], "credits", [(f"{day.day:%m-%d}", day.credits) for day in days]),
        ],
    }


def _figures(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    return {
        "now": now,
        "asking": asking(request, first_s=5),
        "figures": backlog.figures(now),
        "most_counted": backlog.MOST_COUNTED,
        "budgets": [(name, budgets.remaining(code)) for code, name in budgets.names().items()],
    }


def _chart(title: str, colour: str, values: Sequence[tuple[str, int]]) -> Chart:
    most = max((value for _label, value in values), default=0)
    bars = []
    for place, (label, value) in enumerate(values):
        # Something is never drawn as nothing.
        height = max(2, round(CHART_HEIGHT * value / most)) if value else 0
        bars.append(Bar(place * BAR_EVERY + 5, CHART_HEIGHT - height, height, label, value))
    return Chart(title, colour, bars, most)
