"""A benchmark's row: ours and its opponents, run in turn, and what their medians say about each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

NAMES = (
    "scoring",
    "ledger-batch",
    "ledger-single",
    "hot",
    "submit",
    "redeem",
    "pages",
    "growth",
    "takeover",
    "memory",
    "seal",
    "audit",
    "books",
    "rehearse",
    "city",
)
"""Every benchmark, in the order of running; `ledger-batch` is the module `benchmarks/ledger_batch.py`."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of those compared; `run` does one short run and returns its figure in the row's unit."""

    name: str
    run: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Target:
    """What one side must reach: as a multiple of another's figure or, with no opponent, as a figure."""

    ours: str
    opponent: str | None = None
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Sides that are measured together. One that is played `once` has no warm-up: for what takes minutes."""

    name: str
    unit: str
    sides: Sequence[Side]
    targets: Sequence[Target] = ()
    notes: str = ""
    once: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a target was reached; `value` is the ratio of the medians, or the median itself."""

    target: Target
    value: float

    @property
    def is_reached(self) -> bool:
        least, most = self.target.at_least, self.target.at_most
        return (least is None or self.value >= least) and (most is None or self.value <= most)


@dataclass(frozen=True, slots=True)
class Result:
    """All figures of a row, by side, in the order in which they were measured."""

    name: str
    unit: str
    notes: str
    figures: Mapping[str, Sequence[float]]
    targets: Sequence[Target] = field(default=())

    def median(self, side: str) -> float:
        return median(self.figures[side])

    def verdicts(self) -> list[Verdict]:
        return [Verdict(target, self._value(target)) for target in self.targets]

    def _value(self, target: Target) -> float:
        ours = self.median(target.ours)
        return ours if target.opponent is None else ours / self.median(target.opponent)


def play(row: Row, rounds: int) -> Result:
    """Runs the sides in turn, A B C A B C …, after a round to warm up that does not count."""
    figures: dict[str, list[float]] = {side.name: [] for side in row.sides}
    if not row.once:
        for side in row.sides:
            side.run()
    for _round in range(1 if row.once else rounds):
        for side in row.sides:
            figures[side.name].append(side.run())
    return Result(row.name, row.unit, row.notes, figures, row.targets)
