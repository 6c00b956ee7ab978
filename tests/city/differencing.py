"""An attacker who has every public figure of the city as readers got it, at every look, and subtracts exactly.

They read the files of the open data. The files of the charts are sums of these and tell nothing else, which is looked
at, too; pages show what the files say (`test_dashboard.py`). What transparency tells of the same acts is told in steps.

Unknown to them is how many acts there are of each day, district, scenario and proof, that came with one edition of the
day and went with another; or how many grams or credits these are. A public figure is a sum of unknowns, told by its
heading; figures of 0 are unknowns of 0. They know the rules: since when a scenario is in force, how it may be proven,
and that some earn no grams.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from city.models import PublishedDay
from city.rollups.periods import Unit, name_of
from city.rollups.publishing import Edition
from city.rollups.reading import ALL, NONE, REST
from common.city_time import day_span
from tests.city.read_files import chart, series
from tests.city.rolled_city import Act, RolledCity

PRIME = (1 << 61) - 1
ANY = "*"
TABLES = {"district": "districts", "scenario": "mix", "evidence": "proof"}
"""The chart of each."""


class Seen(NamedTuple):
    """What a look at a day told: acts, their grams and credits, and how many came late or were taken back so far."""

    acts: int
    grams: int
    credits: int
    late: int
    taken_back: int


class Cell(NamedTuple):
    """Acts that came with one edition of their day, and went with a later one or not at all (0)."""

    day: date
    district: str
    scenario: str
    evidence: str
    came: int
    went: int


@dataclass(slots=True)
class Attacker:
    """Looks after every job; `editions` are those of a day's figures as they were seen."""

    city: RolledCity
    editions: dict[date, list[Edition]] = field(default_factory=lambda: defaultdict(list))
    seen: dict[tuple[date, Edition], Seen] = field(default_factory=dict)
    of: str = "acts"
    """What they add and subtract: acts, grams or credits."""

    def look(self) -> None:
        told = {date.fromisoformat(row["day"]): row for row in series("days")}
        for published in PublishedDay.objects.order_by("day"):
            edition, row = Edition(published.until, published.taken_until), told.pop(published.day)
            if edition not in self.editions[published.day]:
                self.editions[published.day].append(edition)
            self.seen[published.day, edition] = Seen(*(row[name] for name in Seen._fields))
        assert told == {}
        for unit, measure in product((Unit.WEEK, Unit.MONTH, Unit.YEAR), ("acts", "grams", "credits")):
            sums: dict[str, int] = defaultdict(int)
            for day, editions in self.editions.items():
                sums[name_of(unit, day)] += getattr(self.seen[day, editions[-1]], measure)
            drawn = chart(f"trend-{unit}", measure)
            assert {key: figure for key, figure in drawn.items() if figure is not None} == sums

    def singled_out(self, fewest: int = 5) -> list[tuple[object, ...]]:
        """Groups of fewer citizens whose number of acts follows from what was seen."""
        cells, citizens = [*self._cells()], self._citizens()
        sums = self._sums(cells)
        nothing = self._nothing(sums)
        left = [cell for cell in cells if cell not in nothing]
        equations = [frozenset(found - nothing) for _total, found in sums if found - nothing]
        space = Space(left, list(dict.fromkeys(equations)))
        found = []
        for name, group in _groups(left):
            who = set().union(*(citizens[cell] for cell in group))
            if 0 < len(who) < fewest and space.holds(group):
                found.append((*name, len(who)))
        for one, other in product(space.equations, repeat=2):
            if other < one:
                who = set().union(*(citizens[cell] for cell in one - other))
                if 0 < len(who) < fewest:
                    found.append(("difference", len(one - other), len(who)))
        totals = {frozenset(added - nothing): total for total, added in sums}
        return found + space.pinned(totals, citizens, fewest)

    def _cells(self) -> Iterator[Cell]:
        acts = self.city.acts
        kinds = [sorted({getattr(act, of) for act in acts}) for of in ("district", "scenario", "evidence")]
        for day, editions in sorted(self.editions.items()):
            number = len(editions)
            stays = [(came, went) for came in range(1, number + 1) for went in (0, *range(came + 1, number + 1))]
            for (district, scenario, evidence), (came, went) in product(product(*kinds), stays):
                gives_any = self.of != "grams" or scenario not in self.city.earns
                if gives_any and self.city.may_be(day, scenario, evidence):
                    yield Cell(day, district, scenario, evidence, came, went)

    def _citizens(self) -> dict[Cell, set[int]]:
        found: dict[Cell, set[int]] = defaultdict(set)
        for act in self.city.acts:
            cell = self._cell_of(act)
            if cell is not None and self._measured(act):
                found[cell].add(act.citizen)
        return found

    def _cell_of(self, act: Act) -> Cell | None:
        counts = [any(act.worth(*edition)) for edition in self.editions.get(act.day, [])]
        if True not in counts:
            return None
        came = counts.index(True) + 1
        went = counts.index(False, came) + 1 if False in counts[came:] else 0
        return Cell(act.day, act.district, act.scenario, act.evidence, came, went)

    def _measured(self, act: Act) -> int:
        return {"acts": 1, "grams": act.earned[0], "credits": act.earned[1]}[self.of]

    def _nothing(self, sums: list[tuple[int, set[Cell]]]) -> set[Cell]:
        return set().union(*(found for total, found in sums if total == 0))

    def _sums(self, cells: list[Cell]) -> list[tuple[int, set[Cell]]]:
        return [*self._of_days(cells), *self._of_months(cells)]

    def _of_days(self, cells: list[Cell]) -> Iterator[tuple[int, set[Cell]]]:
        """Each edition, and what came and went with it where the note says so."""
        of_day = defaultdict(list)
        for cell in cells:
            of_day[cell.day].append(cell)
        for day, editions in self.editions.items():
            for number, edition in enumerate(editions, start=1):
                counted = {cell for cell in of_day[day] if cell.came <= number and not 0 < cell.went <= number}
                told = self.seen[day, edition]
                yield getattr(told, self.of), counted
                if self.of == "acts" and number > 1 and editions[number - 2].until >= day_span(day)[1]:
                    came = {cell for cell in of_day[day] if cell.came == number}
                    went = {cell for cell in of_day[day] if cell.went == number}
                    before = self.seen[day, editions[number - 2]]
                    yield told.late - before.late, came
                    yield told.taken_back - before.taken_back, went

    def _of_months(self, cells: list[Cell]) -> Iterator[tuple[int, set[Cell]]]:
        """Of days that were published whole."""
        whole = {day for day, editions in self.editions.items() if editions[-1].until >= day_span(day)[1]}
        stayed = [cell for cell in cells if cell.day in whole and not cell.went]
        for month, rows in _by_month(series("months"), self.of).items():
            final = [cell for cell in stayed if cell.day.strftime("%Y-%m") == month]
            for of, name in TABLES.items():
                told = {where[of]: figure for where, figure in rows if {*where} == {of}}
                self._looks_the_same(told, f"{name}-{month}")
                yield from _of_table({**told, ALL: _whole(rows)}, of, final)
            for district, figure in [(where["district"], told) for where, told in rows if {*where} == {"district"}]:
                if figure is not None and district != REST:
                    inside = _inside(rows, district)
                    if district != NONE:
                        assert chart(f"district-{district}", self.of)[month] == figure
                        self._looks_the_same(inside, f"district-mix-{district}")
                    there = [cell for cell in final if (cell.district or NONE) == district]
                    yield from _of_table({**inside, ALL: figure}, "scenario", there)

    def _looks_the_same(self, told: Mapping[str, int | None], name: str) -> None:
        """A chart of districts has each of them, with 0 where nothing was done."""
        drawn = chart(name, self.of)
        assert {key: figure for key, figure in drawn.items() if key in told or figure != 0} == told, name


Rows = list[tuple[dict[str, str], int | None]]
"""Each by those of its dimensions that are told apart."""


def _by_month(rows: list[dict[str, Any]], measure: str) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in rows:
        where = {of: row[of] for of in TABLES if row[of] != ALL}
        found[row["month"]].append((where, row[measure]))
    return found


def _inside(rows: Rows, district: str) -> dict[str, int | None]:
    """By scenario."""
    pairs = [(where, figure) for where, figure in rows if {*where} == {"district", "scenario"}]
    return {where["scenario"]: figure for where, figure in pairs if where["district"] == district}


def _whole(rows: Rows) -> int | None:
    return next(figure for where, figure in rows if not where)


def _of_table(told: Mapping[str, int | None], of: str, cells: list[Cell]) -> Iterator[tuple[int, set[Cell]]]:
    """Rows by their headings; what has no row was not done, or is in a rest that names nothing."""
    named = {cell: getattr(cell, of) or NONE for cell in cells}
    own = {key: figure for key, figure in told.items() if figure is not None and key not in (ALL, REST)}
    hidden = {key for key, figure in told.items() if figure is None}
    for key, figure in own.items():
        yield figure, {cell for cell in cells if named[cell] == key}
    together = (hidden or {*named.values()} - {*own}) if REST in told else set()
    for key, group in ((REST, {cell for cell in cells if named[cell] in together}), (ALL, {*cells})):
        figure_of_all = told.get(key)
        if figure_of_all is not None:
            yield figure_of_all, group
    yield 0, {cell for cell in cells if named[cell] not in {*own} | together}


def _groups(cells: list[Cell]) -> Iterator[tuple[tuple[object, ...], frozenset[Cell]]]:
    """Whatever has a name: a month or a day, a district or any, and so on."""
    found: dict[tuple[object, ...], set[Cell]] = defaultdict(set)
    for cell in cells:
        kept = [(value, ANY) for value in cell[1:]]
        for when, *rest in product((cell.day, cell.day.strftime("%Y-%m")), *kept):
            found[when, *rest].add(cell)
    for name, group in found.items():
        yield name, frozenset(group)


class Space:
    """All that follows from sums by adding and subtracting; unknowns that no sum tells apart are one."""

    def __init__(self, cells: list[Cell], equations: list[frozenset[Cell]]) -> None:
        self.equations = equations
        alike: dict[tuple[int, ...], list[Cell]] = defaultdict(list)
        for cell in cells:
            alike[tuple(number for number, equation in enumerate(equations) if cell in equation)].append(cell)
        self.classes = [frozenset(group) for told, group in alike.items() if told]
        self.rows: list[tuple[int, list[int]]] = []
        for equation in equations:
            vector = self._reduced([int(each <= equation) for each in self.classes])
            pivot = next((place for place, value in enumerate(vector) if value), None)
            if pivot is not None:
                inverse = pow(vector[pivot], -1, PRIME)
                self.rows.append((pivot, [value * inverse % PRIME for value in vector]))

    def holds(self, group: frozenset[Cell]) -> bool:
        """Whether the sum of the group follows."""
        whole = [each for each in self.classes if each & group]
        if frozenset().union(*whole) != group:
            return False
        return not any(self._reduced([int(each <= group) for each in self.classes]))

    def pinned(
        self, totals: dict[frozenset[Cell], int], citizens: dict[Cell, set[int]], fewest: int
    ) -> list[tuple[object, ...]]:
        """Classes between whose bounds nothing is left: no act is fewer than none."""
        parts = [(total, [each for each in self.classes if each <= group]) for group, total in totals.items()]
        low, high = dict.fromkeys(self.classes, 0), dict.fromkeys(self.classes, 10**9)
        for _round in range(20):
            for total, every in parts:
                most, least = sum(high[each] for each in every), sum(low[each] for each in every)
                for each in every:
                    low[each] = max(low[each], total - (most - high[each]))
                    high[each] = min(high[each], total - (least - low[each]))
        found = []
        for each in self.classes:
            who = set().union(*(citizens[cell] for cell in each))
            if low[each] == high[each] and 0 < len(who) < fewest:
                found.append(("pinned", low[each], len(who)))
        return found

    def _reduced(self, vector: list[int]) -> list[int]:
        for pivot, row in self.rows:
            if factor := vector[pivot]:
                vector = [(value - factor * other) % PRIME for value, other in zip(vector, row, strict=True)]
        return vector
