"""The report of a month: what a citizen's acts came to, by day and by scenario, with charts and their tables."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.telling.diary import Earned
from portal.year.figures import Figures, Line


@dataclass(frozen=True, slots=True)
class Report:
    days: Sequence[Line]
    """Days on which something counted, earliest first."""
    scenarios: Sequence[Line]
    """Scenarios in which something counted, most grams first."""
    grams: int
    credits: int


def context_of(figures: Figures) -> dict[str, object]:
    """What the page of a month shows besides what it has in common with that of a year."""
    report = summed(figures.earned, {scenario.pk: str(scenario) for scenario, _line in figures.scenarios})
    first, last = figures.span.first, figures.span.last
    return {"report": report, "findings": _findings(report), "charts": _charts(report, figures.earned, first, last)}


def summed(earned: Iterable[Earned], names: dict[int, str]) -> Report:
    """The tables of a month."""
    by_day: dict[date, list[Earned]] = defaultdict(list)
    by_scenario: dict[int, list[Earned]] = defaultdict(list)
    for row in earned:
        by_day[row.day].append(row)
        by_scenario[row.scenario_id].append(row)
    days = [_line(date_format(day, "MONTH_DAY_FORMAT"), rows) for day, rows in sorted(by_day.items())]
    scenarios = [_line(names[scenario_id], rows) for scenario_id, rows in by_scenario.items()]
    scenarios.sort(key=lambda line: (-line.grams, line.label))
    return Report(days, scenarios, sum(line.grams for line in days), sum(line.credits for line in days))


def _line(label: str, rows: Sequence[Earned]) -> Line:
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
        "scenarios": _("%(scenario)s avoided the most: %(share)s%% of the month")
        % {"scenario": first.label, "share": share},
    }


def _charts(report: Report, earned: Iterable[Earned], first: date, last: date) -> dict[str, object]:
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
