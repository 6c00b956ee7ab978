"""Decides what of a month is shown by itself and what is put together, so that nothing smaller than five is found.

Whoever counts is given: `count(shown)` tells the figures of each key that is in `shown`, and of all others together as
`REST`; without `shown` those of every key. Why this is enough is proven in ADR 0089.
"""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from city.rollups.models import PublishedCell
from city.rollups.publishing import FEWEST, is_of_few

REST = PublishedCell.REST


class Figures(NamedTuple):
    """Acts, whole grams and credits, and distinct citizens: of the acts, of any grams, and of any credits."""

    acts: int
    grams: int
    credits: int
    citizens: int
    with_grams: int
    with_credits: int

    @property
    def is_of_few(self) -> bool:
        """Grams and credits need five citizens of their own, where there are any."""
        return self.citizens < FEWEST or is_of_few((self.with_grams, self.with_credits))


NOTHING = Figures(0, 0, 0, 0, 0, 0)
Counted = Mapping[str, Figures]
Mix = Mapping[tuple[str, str], Figures]


def one_way(count: Callable[[Collection[str] | None], Counted]) -> tuple[Counted, Collection[str]]:
    """What is told by one dimension, with the rest, and the keys that are in the rest: none or at least two."""
    every = count(None)
    shown = {key for key, figures in every.items() if not figures.is_of_few}
    while hidden := every.keys() - shown:
        told = count(shown)
        if not shown or (len(hidden) > 1 and not told[REST].is_of_few):
            return told, hidden
        shown.remove(_smallest(shown, every))
    return every, hidden


def mix(
    count: Callable[[Collection[str] | None, Collection[str] | None], Mix],
    districts: Collection[str],
    scenarios: Collection[str],
) -> Mix:
    """Scenarios within districts, each of the same scenarios: a rectangle, with the rest of each district.

    Only of districts and scenarios that are shown by themselves. Everything beside the rectangle, too, is of five.
    """
    every = count(None, None)
    rows, columns = _largest(every, districts, scenarios)
    while rows and columns:
        told = count(rows, columns)
        few = next((where for where, figures in sorted(told.items()) if figures.is_of_few), None)
        if few is None:
            return {where: figures for where, figures in told.items() if where[0] != REST}
        district, scenario = few
        if district != REST:
            rows.remove(district)
        elif scenario != REST:
            columns.remove(scenario)
        else:
            columns.remove(_smallest(columns, _by_scenario(every)))
    return {}


def _largest(every: Mix, districts: Collection[str], scenarios: Collection[str]) -> tuple[set[str], set[str]]:
    """The rectangle with the most cells, out of the scenarios that are done in the most districts."""

    def passing(scenario: str) -> set[str]:
        return {place for place in districts if (place, scenario) not in every or not every[place, scenario].is_of_few}

    found: tuple[set[str], set[str]] = (set(), set())
    rows, columns = set(districts), set[str]()
    for scenario in sorted(scenarios, key=lambda scenario: (-len(passing(scenario)), scenario)):
        columns = columns | {scenario}
        rows = rows & passing(scenario)
        found = max(found, (rows, columns), key=lambda sides: len(sides[0]) * len(sides[1]))
    return found


def _by_scenario(every: Mix) -> Counted:
    found: dict[str, Figures] = {}
    for (_district, scenario), figures in every.items():
        known = found.get(scenario, NOTHING)
        found[scenario] = Figures(*(map(sum, zip(known, figures, strict=True))))
    return found


def _smallest(keys: Collection[str], every: Counted) -> str:
    return min(keys, key=lambda key: (every[key].acts, key))
