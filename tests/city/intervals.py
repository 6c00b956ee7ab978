"""What follows from sums of which each is known to lie between two bounds: the least and the most that a group can be.

Exact, in fractions, by the two phases of the simplex method with Bland's rule (R. G. Bland, *New finite pivoting rules
for the simplex method*, Mathematics of Operations Research 2, 1977), which ends on every input.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple


class Told(NamedTuple):
    """That a group of unknowns, none of which is negative, comes to `least` at least and to `most` at the most."""

    group: frozenset
    least: int
    most: int | None = None


def pinned(told: Sequence[Told], groups: Iterable[frozenset]) -> list[tuple[frozenset, int]]:
    """The groups that can be but one whole number, each with it."""
    polytope = Polytope(told)
    found = []
    for group in groups:
        least = ceil(polytope.least(group))
        most = polytope.most(group)
        if most is not None and floor(most) == least:
            found.append((group, least))
    return found


class Polytope:
    def __init__(self, told: Sequence[Told]) -> None:
        alike: dict[tuple[int, ...], set] = {}
        for unknown in frozenset().union(*(one.group for one in told)):
            where = tuple(nth for nth, one in enumerate(told) if unknown in one.group)
            alike.setdefault(where, set()).add(unknown)
        self.classes = [frozenset(group) for group in alike.values()]
        rows, free = [], len(self.classes)
        bounds = [(one.group, limit, sign) for one in told for limit, sign in ((one.least, -1), (one.most, 1))]
        bounds = [bound for bound in bounds if bound[1] is not None and bound[1:] != (0, -1)]
        for nth, (group, limit, sign) in enumerate(bounds):
            slack = [int(nth == other) * sign for other in range(len(bounds))]
            rows.append(([int(each <= group) for each in self.classes] + slack, limit))
        self.width = free + len(bounds)
        self.tableau, self.basis = self._feasible(rows)

    def least(self, group: frozenset) -> Fraction:
        """Of unknowns that stand in no sum, none has to be anything."""
        found = self._most([-int(each <= group) for each in self.classes])
        assert found is not None
        return -found

    def most(self, group: frozenset) -> Fraction | None:
        if frozenset().union(*self.classes) >= group:
            return self._most([int(bool(each & group)) for each in self.classes])
        return None

    def _feasible(self, rows: list[tuple[list[int], int]]) -> tuple[list[list[Fraction]], list[int]]:
        tableau = []
        for nth, (row, limit) in enumerate(rows):
            artificial = [int(nth == other) for other in range(len(rows))]
            tableau.append([Fraction(value) for value in (*row, *artificial, limit)])
        basis = [self.width + nth for nth in range(len(rows))]
        goal = [0] * self.width + [-1] * len(rows)
        assert self._climb(tableau, basis, goal) == 0, "what was told is of no city at all"
        for nth, place in enumerate(basis):
            if place >= self.width:
                pivot = next((column for column in range(self.width) if tableau[nth][column]), None)
                if pivot is not None:
                    _turn(tableau, basis, nth, pivot)
        kept = [nth for nth, place in enumerate(basis) if place < self.width]
        return [tableau[nth][: self.width] + tableau[nth][-1:] for nth in kept], [basis[nth] for nth in kept]

    def _most(self, goal: list[int]) -> Fraction | None:
        tableau, basis = [[*row] for row in self.tableau], [*self.basis]
        return self._climb(tableau, basis, goal + [0] * (self.width - len(goal)))

    def _climb(self, tableau: list[list[Fraction]], basis: list[int], goal: list[int]) -> Fraction | None:
        """The most that the goal can be; none where there is no end to it."""
        while True:
            prices = [goal[place] for place in basis]
            entering = next((column for column in range(len(goal)) if _gain(tableau, prices, goal, column) > 0), None)
            if entering is None:
                return sum((price * row[-1] for price, row in zip(prices, tableau, strict=True)), Fraction(0))
            limits = [(row[-1] / row[entering], basis[n], n) for n, row in enumerate(tableau) if row[entering] > 0]
            if not limits:
                return None
            _turn(tableau, basis, min(limits)[2], entering)


def _gain(tableau: list[list[Fraction]], prices: list[int], goal: list[int], column: int) -> Fraction:
    worth = (price * row[column] for price, row in zip(prices, tableau, strict=True) if price)
    return goal[column] - sum(worth, Fraction(0))


def _turn(tableau: list[list[Fraction]], basis: list[int], nth: int, column: int) -> None:
    factor = tableau[nth][column]
    tableau[nth] = [value / factor for value in tableau[nth]]
    for other, row in enumerate(tableau):
        if other != nth and row[column]:
            by = row[column]
            tableau[other] = [value - by * own for value, own in zip(row, tableau[nth], strict=True)]
    basis[nth] = column
