"""The ways in: what the app of a channel brings, in its module `way_in`, so that the core need not know it."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from django.utils.functional import Promise

from common.brought import brought
from scenarios.rules import Evidence, Rule


class WayIn(NamedTuple):
    """How acts come in by one app."""

    code: str
    """As the acts name it, at most eight letters."""
    label: Promise
    grades: frozenset[Evidence]
    """How well an act that comes by it may be proven."""
    records: frozenset[str] = frozenset()
    """Scenarios whose acts count as somebody else's record, where it is this app that makes the record."""
    entrances: Mapping[str, str] = {}
    """Scenarios that are told of on a page of its own: the name of the page's address, by the scenario's code."""
    program_entrances: Mapping[str, str] = {}
    """The same for programs: the address of the API that takes them."""
    proves: Mapping[Evidence, frozenset[str]] = {}
    """Of which scenarios it brings acts that are proven better than what is typed, by the grade."""
    better_proofs: Mapping[str, tuple[str, Promise]] = {}
    """Scenarios whose acts it proves better than what is typed: on which page, and what that is worth."""
    only: frozenset[str] | None = None
    """The scenarios whose acts it brings; `None`: of any."""
    is_door: bool = True
    """Whether a rule may close it. What the desk decides act by act no rule closes."""

    def brings(self, scenario: str) -> frozenset[Evidence]:
        """How well acts of a scenario that come by it are proven today; nothing where it brings none."""
        if self.only is not None and scenario not in self.only:
            return frozenset()
        better = {grade for grade, codes in self.proves.items() if scenario in codes}
        return frozenset({Evidence.SELF_DECLARED} & self.grades | better)


@cache
def all_ways() -> Mapping[str, WayIn]:
    """Every way in by its code."""
    found = [module.WAY_IN for module in brought("way_in")]
    by_code = {way.code: way for way in found}
    assert len(by_code) == len(found), "two ways in have the same code"
    return by_code


def choices() -> list[tuple[str, Promise]]:
    return [(way.code, way.label) for way in all_ways().values()]


def recorded_here() -> frozenset[str]:
    """Scenarios whose records the portal makes itself."""
    return frozenset[str]().union(*(way.records for way in all_ways().values()))


def entrance_of(scenario: str) -> str | None:
    """The name of the address at which a scenario is told of, where that is not the form made from its claim."""
    return next((way.entrances[scenario] for way in all_ways().values() if scenario in way.entrances), None)


def program_entrance_of(scenario: str) -> str | None:
    """The address of the API at which a program tells of a scenario, where that is not the one of all acts."""
    ways = (way for way in all_ways().values() if scenario in way.program_entrances)
    return next((way.program_entrances[scenario] for way in ways), None)


def better_proof_of(scenario: str, rule: Rule) -> tuple[str, Promise] | None:
    """Where acts of a scenario are proven better, and what that is worth, if its rule lets them in there."""
    ways = (way for way in all_ways().values() if scenario in way.better_proofs and is_open(way, rule))
    return next((way.better_proofs[scenario] for way in ways), None)


def open_grades(scenario: str, rule: Rule) -> frozenset[Evidence]:
    """How well acts of a scenario can be proven today: there is an open way in for each of these grades."""
    return frozenset[Evidence]().union(*(way.brings(scenario) for way in doors_of(scenario) if is_open(way, rule)))


def doors_of(scenario: str) -> list[WayIn]:
    """The ways by which acts of a scenario may come, unless its rule closes them."""
    return [way for way in all_ways().values() if way.is_door and way.brings(scenario)]


def is_open(way: WayIn, rule: Rule) -> bool:
    """Whether a rule lets acts in by a way."""
    return not way.is_door or rule.ways is None or way.code in rule.ways
