"""The months of a year as bars, those of the year before in grey behind them: drawn by the server, in whole pixels."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from portal.year.figures import Line

WIDTH, HEIGHT, BASE, TOP = 336, 172, 148, 20
MONTHS = 12
STEP = WIDTH // MONTHS


class Bar(NamedTuple):
    """One month: where its two bars stand and how tall they are. A month that was something is seen."""

    month: int
    middle: int
    x: int
    y: int
    height: int
    earlier_x: int
    earlier_y: int
    earlier_height: int
    is_best: bool


def bars(months: Sequence[tuple[date, Line]]) -> list[Bar]:
    most = max((max(line.grams, line.earlier_grams) for _first, line in months), default=0)
    best = max((line.grams for _first, line in months), default=0)
    return [_bar(first.month, line, most, is_best=0 < line.grams == best) for first, line in months]


def _bar(month: int, line: Line, most: int, *, is_best: bool) -> Bar:
    height, earlier = _height(line.grams, most), _height(line.earlier_grams, most)
    left = (month - 1) * STEP
    return Bar(month, left + STEP // 2, left + 12, BASE - height, height, left + 4, BASE - earlier, earlier, is_best)


def _height(grams: int, most: int) -> int:
    return max(2, grams * (BASE - TOP) // most) if grams > 0 else 0
