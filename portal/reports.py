"""The report of a month: what a citizen's acts came to, by day and by scenario, with charts and their tables."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from activities.telling import diary
from common.access import citizens
from common.city_time import city_day, month_of, next_month, previous_month
from scenarios.models import Scenario


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: grams and credits of a day or of a scenario."""

    label: str
    grams: int
    credits: int


@dataclass(frozen=True, slots=True)
class Report:
    days: Sequence[Line]
    """Days on which something counted, earliest first."""
    scenarios: Sequence[Line]
    """Scenarios in which something counted, most grams first."""
    grams: int
    credits: int


@citizens
@never_cache
@require_safe
def month_report(request: HttpRequest, month: str) -> HttpResponse:
    """A month of the citizen's own; one that has not begun does not exist."""
    this_month = city_day(timezone.now()).replace(day=1)
    try:
        first = month_of(month)
    except ValueError as error:
        raise Http404 from error
    if first > this_month:
        raise Http404
    last = next_month(first) - timedelta(days=1)
    earned = diary.earned_between(citizen_of(request).pk, first, last)
    names = {scenario.pk: str(scenario) for scenario in Scenario.objects.all()}
    report = summed(earned, names)
    context = {
        "first": first,
        "report": report,
        "previous": previous_month(first),
        "following": next_month(first) if first < this_month else None,
        "findings": _findings(report),
        "charts": _charts(report, earned, first, last),
    }
    return render(request, "portal/report.html", context)


def summed(earned: Iterable[diary.Earned], names: dict[int, str]) -> Report:
    """The tables of a month."""
    by_day: dict[date, list[diary.Earned]] = defaultdict(list)
    by_scenario: dict[int, list[diary.Earned]] = defaultdict(list)
    for row in earned:
        by_day[row.day].append(row)
        by_scenario[row.scenario_id].append(row)
    days = [_line(date_format(day, "MONTH_DAY_FORMAT"), rows) for day, rows in sorted(by_day.items())]
    scenarios = [_line(names[scenario_id], rows) for scenario_id, rows in by_scenario.items()]
    scenarios.sort(key=lambda line: (-line.grams, line.label))
    return Report(days, scenarios, sum(line.grams for line in days), sum(line.credits for line in days))


def _line(label: str, rows: Sequence[diary.Earned]) -> Line:
    return Line(label, sum(row.grams for row in rows), sum(row.credits for row in rows))


def _findings(report: Report) -> dict[str, str]:
    """What each chart shows, as its title."""
    if not report.days:
        return {}
    best = max(report.days, key=lambda line: line.grams)
    richest = max(report.days, key=lambda line: line.credits)
    first = report.scenarios[0]
    share = first.grams * 100 // report.grams if report.grams else 0
    return {
        "grams": _("Most was avoided on %(day)s: %(grams)s g") % {"day": best.label, "grams": f"{best.grams:,}"},
        "credits": _("Most credits came on %(day)s: %(credits)s")
        % {"day": richest.label, "credits": f"{richest.credits:,}"},
        "scenarios": _("%(scenario)s avoided the most: %(share)s %% of the month")
        % {"scenario": first.label, "share": share},
    }


def _charts(report: Report, earned: Iterable[diary.Earned], first: date, last: date) -> dict[str, object]:
    """The numbers of the charts; every day of the month has a place, also the empty ones."""
    grams: dict[date, int] = defaultdict(int)
    credits: dict[date, int] = defaultdict(int)
    for row in earned:
        grams[row.day] += row.grams
        credits[row.day] += row.credits
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    scenarios = report.scenarios[::-1]
    return {
        "grams": {"labels": [str(day.day) for day in days], "values": [grams[day] for day in days]},
        "credits": {"labels": [str(day.day) for day in days], "values": [credits[day] for day in days]},
        "scenarios": {"labels": [line.label for line in scenarios], "values": [line.grams for line in scenarios]},
    }
