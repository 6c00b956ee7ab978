"""Decides what of a month is shown by itself and what is put together, so that nothing smaller than five is found.

Whoever counts is given: `count(shown)` tells the figures of each key that is in `shown`, and of all others together as
`REST`; without `shown` those of every key. Why this is enough is proven in ADR 0089.
"""

from collections.abc import Callable, Collection, Mapping
from itertools import combinations
from operator import attrgetter
from typing import NamedTuple

from city.rollups.models import PublishedCell
from city.rollups.publishing import is_of_few
from common.few import FEWEST

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
Keys = Collection[str]
May = Callable[[Keys, Keys], bool]
"""Whether these may be shown by themselves while those are put together."""


def always(_shown: Keys, _rest: Keys) -> bool:
    return True


def one_way(count: Callable[[Keys | None], Counted], may: May = always, never: Keys = ()) -> tuple[Counted, Keys]:
    """What is told by one dimension, with the rest, and the keys that are in the rest: none or at least two."""
    every = count(None)
    shown = {key for key, figures in every.items() if not figures.is_of_few and key not in never}
    while shown:
        told, hidden = count(shown), every.keys() - shown
        is_rest_told = not hidden or (len(hidden) > 1 and not told[REST].is_of_few)
        if is_rest_told and may(shown, hidden):
            return told, hidden
        shown.remove(_smallest(shown, every))
    return count(shown), every.keys()


def are_mixed(keys: Keys, manifold: Keys) -> bool:
    """Whether nobody can tell how many acts there are of each of these, of which only the sums are told."""
    return len(keys) < 2 or any(key in manifold for key in keys)


def splits_nobody(cells: Mix) -> bool:
    """Whether rows and columns may both be told, whichever cells everybody knows to be empty.

    What some columns hold in rows that have others, too, is left when rows of theirs alone are subtracted. It must be
    of nobody or of five, for each choice of columns.
    """
    measures = map(attrgetter, ("citizens", "with_grams", "with_credits"))
    return not any(_finds_few({where: of(figures) for where, figures in cells.items()}) for of in measures)


def _finds_few(citizens: Mapping[tuple[str, str], int]) -> bool:
    filled = {where: number for where, number in citizens.items() if number}
    columns = {column for _row, column in filled}
    for chosen in (chosen for size in range(1, len(columns)) for chosen in combinations(sorted(columns), size)):
        others = {row for row, column in filled if column not in chosen}
        left = [number for (row, column), number in filled.items() if column in chosen and row in others]
        if left and max(left) < FEWEST:
            return True
    return False


def mix(
    count: Callable[[Keys | None, Keys | None], Mix],
    districts: Keys,
    scenarios: Keys,
    may: Callable[[Keys], bool] = lambda _rest: True,
) -> Mix:
    """Scenarios within districts, each of the same scenarios: a rectangle, with the rest of each district.

    Only of districts and scenarios that are shown by themselves. Everything beside the rectangle, too, is of five.
    """
    every = count(None, None)
    rows, columns = _largest(every, districts, scenarios)
    done = {scenario for _district, scenario in every}
    while rows and columns:
        if not may(done - columns):
            columns.remove(_smallest(columns, _by_scenario(every)))
            continue
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
