"""For how many more days each budget lasts, if citizens go on earning as in the last week; out of kept figures."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Sum

from city.models import ScenarioFigures
from credits import budgets
from credits.budgets import Pot
from scenarios import rulebook

WEEK = 7


def lasting(today: date) -> Iterator[tuple[Pot, int]]:
    """Every budget from which something was paid, with the days for which it lasts."""
    spent = _spent_in_a_week(today)
    for pot in budgets.pots():
        if spent[pot.code]:
            yield pot, pot.left * WEEK // spent[pot.code]


def _spent_in_a_week(today: date) -> dict[str, int]:
    """What each budget paid on the last seven days that are over: by the rules of today, which name who pays."""
    week = ScenarioFigures.objects.filter(day__gte=today - timedelta(days=WEEK), day__lt=today)
    credits = dict(week.order_by().values_list("scenario").annotate(Sum("credits")))
    spent: dict[str, int] = defaultdict(int)
    for scenario, _version, rule in rulebook.current().rules_on(today):
        spent[rule.budget_code] += credits.get(scenario.pk, 0)
    return spent
