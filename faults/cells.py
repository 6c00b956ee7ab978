"""The cells of a drill: what is struck, how, and amid what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

NAMES = ("postgres", "redis", "worker", "web", "scheduler")


class How(StrEnum):
    RESTART = "restart"
    """Ended as it should be and started again at once."""
    KILL = "kill"
    FREEZE = "freeze"
    CUT = "cut"
    FAILOVER = "failover"
    """It hangs, and another takes its place behind the same name."""
    BACK = "back"
    FORWARD = "forward"
    """By nearly a day, and then to where it was."""
    FULL = "full"


class Amid(StrEnum):
    IDLE = "idle"
    BATCH = "batch"
    """While a worker is in the transaction of a batch."""
    COMMIT = "commit"
    """At the moment at which an act is acknowledged."""
    STREAM = "stream"
    """While people submit, redeem and capture."""


@dataclass(frozen=True, slots=True)
class Cell:
    part: str
    how: How
    amid: Amid

    def __str__(self) -> str:
        return f"{self.part}.{self.how}×{self.amid}"


EVERYWHERE = (How.RESTART, How.KILL, How.FREEZE, How.CUT)
CELLS = [
    *(Cell(part, how, amid) for part, how, amid in product(NAMES, EVERYWHERE, Amid)),
    *(Cell(part, How.FAILOVER, amid) for part, amid in product(("postgres", "redis"), Amid)),
    *(Cell("clock", how, amid) for how, amid in product((How.BACK, How.FORWARD), (Amid.IDLE, Amid.COMMIT, Amid.BATCH))),
    *(Cell("disk", How.FULL, amid) for amid in Amid),
]


def chosen(patterns: Sequence[str]) -> list[Cell]:
    """The cells that the patterns name, as `postgres.kill×idle`, `postgres.*×stream`, `redis`. Raises ValueError."""
    found = [cell for cell in CELLS if not patterns or any(_fits(cell, pattern) for pattern in patterns)]
    for pattern in patterns:
        if not any(_fits(cell, pattern) for cell in CELLS):
            raise ValueError(f"no cell is called {pattern}")
    return found


def _fits(cell: Cell, pattern: str) -> bool:
    wanted = list(_places(pattern))
    return all(want in ("*", is_) for want, is_ in zip(wanted, (cell.part, cell.how, cell.amid), strict=True))


def _places(pattern: str) -> Iterator[str]:
    """Part, way and moment of a pattern; what it leaves out is any."""
    struck, _times, amid = pattern.partition("×")
    part, _dot, how = struck.partition(".")
    yield from (part or "*", how or "*", amid or "*")
