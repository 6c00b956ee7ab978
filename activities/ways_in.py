"""The ways in: what the app of a channel brings, in its module `way_in`, so that the core need not know it."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from django.utils.functional import Promise

from common.brought import brought
from scenarios.rules import Evidence


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
    proves: Mapping[Evidence, frozenset[str]] = {}
    """Of which scenarios it brings acts that are proven better than what is typed, by the grade."""
    better_proofs: Mapping[str, tuple[str, Promise]] = {}
    """Scenarios whose acts it proves better than what is typed: on which page, and what that is worth."""


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


def better_proof_of(scenario: str) -> tuple[str, Promise] | None:
    """Where acts of a scenario are proven better, and what that is worth."""
    return next((way.better_proofs[scenario] for way in all_ways().values() if scenario in way.better_proofs), None)


def open_grades(scenario: str) -> frozenset[Evidence]:
    """How well acts of a scenario can be proven today: there is a way in for each of these grades."""
    ways = all_ways().values()
    better = {grade for way in ways for grade, codes in way.proves.items() if scenario in codes}
    return frozenset({Evidence.SELF_DECLARED, *better})
