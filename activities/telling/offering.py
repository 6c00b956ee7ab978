"""In which scenarios a citizen can earn today, and which wait for an operator that reports their acts."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from activities.ways_in import recorded_here
from scenarios.models import Group, Scenario
from scenarios.rulebook import RuleBook
from scenarios.rules import Evidence, Rule


class Offer(NamedTuple):
    """Scenarios with a rule in force, in their order."""

    open: list[Scenario]
    awaited: list[Scenario]
    """Those whose acts an operator alone can report; none is connected yet."""


def offered_on(book: RuleBook, day: date) -> Offer:
    """What a citizen finds on that city day."""
    offer = Offer([], [])
    for scenario, _version, rule in book.rules_on(day):
        (offer.awaited if is_awaited(scenario, rule) else offer.open).append(scenario)
    return offer


def in_groups(scenarios: Sequence[Scenario]) -> list[tuple[str, list[Scenario]]]:
    """Scenarios under the headings under which they are offered; none is empty."""
    groups = [(str(group.label), [one for one in scenarios if one.group == group]) for group in Group]
    return [(label, members) for label, members in groups if members]


def is_awaited(scenario: Scenario, rule: Rule) -> bool:
    """Whether nobody can earn in it until an operator is connected."""
    return scenario.code not in recorded_here() and rule.windows.keys() == {Evidence.PROVIDER}
