"""A series as a chart: one bar for each level, in the order of time; what is only words has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from city.indicators.series import Figure, Indicator
from city.indicators.words import value_in_words, when_in_words

TALLEST = 100
FEWEST = 2
"""One point is told, not drawn."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`height` in percent of the tallest: every chart begins at nought, so that twice as tall is twice as much."""

    when: str
    value: str
    height: Decimal
    figure: Figure

    @property
    def top(self) -> Decimal:
        """Above the bar."""
        return TALLEST - self.height


def bars(indicator: Indicator) -> Sequence[Bar]:
    levels = [(figure, figure.number) for figure in indicator.levels if figure.number is not None]
    if len(levels) < FEWEST or min(number for _figure, number in levels) < 0:
        return []
    most = max(number for _figure, number in levels)
    return [
        Bar(
            when_in_words(figure.when),
            value_in_words(indicator, figure),
            round(TALLEST * number / most, 1) if most else Decimal(0),
            figure,
        )
        for figure, number in levels
    ]
