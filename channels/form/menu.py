"""The menu of what there is to do: scenarios under headings, what they bring, what today has already."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from activities import ways_in
from activities.telling.bringing import brings
from activities.telling.offering import is_awaited
from activities.telling.often import Lately
from channels.form.way_in import WAY_IN
from methodologies.base import Span
from scenarios.models import Group, Scenario
from scenarios.rulebook import RuleBook
from scenarios.rules import Evidence, Rule

FIRST = Group.DAILY
"""What takes one tap a day stands above what takes a form."""


class Row(NamedTuple):
    """One scenario: `detail` says what it brings, `by_one_tap` that there is nothing to fill in.

    `last_day` is the last one on which it counts, where it is to end.
    """

    scenario: Scenario
    detail: str
    is_done: bool
    by_one_tap: bool
    last_day: date | None


class Section(NamedTuple):
    heading: str
    rows: list[Row]


class Menu(NamedTuple):
    sections: list[Section]
    awaited: list[Scenario]
    """Those whose acts an operator alone can report; none is connected yet."""


def menu_on(book: RuleBook, day: date, done: Mapping[int, Lately]) -> Menu:
    """What a citizen finds on that city day who has done that lately."""
    rules = book.rules_on(day)
    awaited = [scenario for scenario, _version, rule in rules if is_awaited(scenario, rule)]
    rows = [
        _row(scenario, rule, done.get(scenario.pk), book.last_day_of(scenario.pk, day))
        for scenario, _version, rule in rules
        if scenario not in awaited
    ]
    sections = [
        Section(str(group.label), [row for row in rows if row.scenario.group == group])
        for group in sorted(Group, key=lambda group: group is not FIRST)
    ]
    return Menu([section for section in sections if section.rows], awaited)


def _row(scenario: Scenario, rule: Rule, lately: Lately | None, last_day: date | None) -> Row:
    is_done = lately is not None and lately.acts_today > 0
    asks_none = asks_nothing(scenario, rule)
    return Row(scenario, brings(rule) or scenario.summary_text(), is_done, asks_none, last_day)


def takes_typed(rule: Rule) -> bool:
    """Whether acts may be typed in here."""
    return Evidence.SELF_DECLARED in rule.windows and ways_in.is_open(WAY_IN, rule)


def asks_nothing(scenario: Scenario, rule: Rule) -> bool:
    """Whether to tell of it is one tap: it has no fields, is of today alone, and counts once a day."""
    window, method = rule.windows.get(Evidence.SELF_DECLARED), rule.methodology
    is_of_today = window is not None and window.value == 0 and method.span is Span.DAY
    is_asked = is_of_today and takes_typed(rule)
    return is_asked and not method.fields and ways_in.entrance_of(scenario.code) is None
