"""Grams as people speak of them, and the scale of a chart that begins at nought."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

GRAMS_PER_KILOGRAM = 1_000
GRAMS_PER_TONNE = 1_000_000
UNITS_FROM = 10
"""A larger unit is used from ten of it on."""
MOST_STEPS = 4
TENTH = Decimal("0.1")
WHOLE_FROM = 100
ALL = 100


@dataclass(frozen=True, slots=True)
class Unit:
    """How many of the smallest are one, and its name."""

    size: int
    name: str

    def number(self, amount: int) -> str:
        """In this unit, rounded down: to one place below a hundred; something is never told as nothing."""
        number = (Decimal(amount) / self.size).quantize(TENTH, ROUND_FLOOR)
        if amount and not number:
            return f"<{number_format(TENTH, use_l10n=True)}"
        whole = number >= WHOLE_FROM or number == number.to_integral_value()
        return number_format(int(number) if whole else number, use_l10n=True, force_grouping=True)

    def in_words(self, amount: int) -> str:
        return _("%(number)s %(unit)s") % {"number": self.number(amount), "unit": self.name}


def unit_of_grams(most: int) -> Unit:
    """The one in which the largest of some sums of grams reads well."""
    if most >= UNITS_FROM * GRAMS_PER_TONNE:
        return Unit(GRAMS_PER_TONNE, _("t CO₂"))
    if most >= UNITS_FROM * GRAMS_PER_KILOGRAM:
        return Unit(GRAMS_PER_KILOGRAM, _("kg CO₂"))
    return Unit(1, _("g CO₂"))


def grams_in_words(grams: int) -> str:
    return unit_of_grams(grams).in_words(grams)


@dataclass(frozen=True, slots=True)
class Scale:
    """From nought to `top`, in a unit, with lines at even steps; the top line first."""

    top: int
    unit: Unit
    steps: Sequence[int]

    def height(self, amount: int) -> Decimal:
        """In percent of the chart's, rounded to a tenth."""
        return round(Decimal(ALL * amount) / self.top, 1)

    @property
    def lines(self) -> Sequence[tuple[Decimal, str]]:
        """How far below the top each line is, and what it stands for."""
        return [(ALL - self.height(step), self.unit.number(step)) for step in self.steps]


def scale_for(most: int, unit: Unit) -> Scale:
    """At most four steps of 1, 2 or 5 times a power of ten that reach the largest amount."""
    step = _step(max(most, 1))
    count = -(-max(most, 1) // step)
    return Scale(step * count, unit, [step * number for number in range(count, -1, -1)])


def _step(most: int) -> int:
    power = 1
    while True:
        for times in (1, 2, 5):
            if power * times * MOST_STEPS >= most:
                return power * times
        power *= 10
