"""What an event emits: kilograms that are never told too small, their range, and each table's part of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Any

from methodologies.base import Text
from methodologies.projects import writing
from methodologies.projects.published import Factor
from methodologies.projects.sheet import Sheet
from methodologies.projects.told import DIGITS, NOUGHT, SETTLED, Result, Side, Step, Term

KG_OF_A_TONNE = 1000
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Part:
    """A step of the reckoning: of which table it is, and the least and most that it may be."""

    table: str
    step: Step
    low_kg: Decimal
    high_kg: Decimal

    @property
    def kg(self) -> Decimal:
        """With what its uncertainty adds: an emission bears its doubt itself."""
        return self.step.kg + self.step.deducted_kg


class EventSheet(Sheet):
    """Steps that all speak against the event, each with the range of its amount and of its published factor."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Part] = []

    def emits(self, table: str, title: Text, *terms: Term, published: Factor | None = None) -> None:
        """A step that is the product of its terms. `published` is the factor whose range is known, if one is."""
        before = len(self.steps)
        self.times(Side.PROJECT, title, *terms)
        for step in self.steps[before:]:
            low, high = _ends(published)
            least, most = max(ONE - step.uncertainty, NOUGHT), ONE + step.uncertainty
            self.parts.append(Part(table, step, step.kg * least * low, step.kg * most * high))


def _ends(published: Factor | None) -> tuple[Decimal, Decimal]:
    """The ends of a factor's range as shares of what is counted by."""
    if published is None or published.low is None or published.high is None:
        return ONE, ONE
    return published.low / published.value, published.high / published.value


@dataclass(frozen=True, slots=True)
class Emission:
    """What an event emits, in kg of CO2e."""

    method: str
    parts: tuple[Part, ...]

    @property
    def result(self) -> Result:
        return Result(self.method, tuple(part.step for part in self.parts), NOUGHT)

    @property
    def exact_kg(self) -> Decimal:
        """With what uncertainty adds."""
        return self.result.project_kg + self.result.uncertainty_kg

    @property
    def kilograms(self) -> int:
        """Whole kilograms, rounded up: less would leave something unsaid."""
        return _up(self.exact_kg)

    @property
    def low_kg(self) -> Decimal:
        """Settled downwards, as the high end is upwards, so that what is counted always lies between them."""
        return _settled((part.low_kg for part in self.parts), ROUND_FLOOR)

    @property
    def high_kg(self) -> Decimal:
        return _settled((part.high_kg for part in self.parts), ROUND_CEILING)

    @property
    def tables(self) -> Mapping[str, Decimal]:
        """Kilograms by table, in the order in which they were worked."""
        found: dict[str, Decimal] = {}
        for part in self.parts:
            found[part.table] = found.get(part.table, NOUGHT) + part.kg
        return found


def tonnes_for(kilograms: int) -> int:
    """The whole tonnes that must be retired for so many kilograms: 962 kg are one."""
    return -(-kilograms // KG_OF_A_TONNE)


def document(emission: Emission) -> dict[str, Any]:
    """The whole reckoning in texts, lists and mappings, to be kept; numbers are texts, exact to their last digit."""
    kept = writing.document(emission.result)
    steps = [{**step, "table": part.table} for step, part in zip(kept["steps"], emission.parts, strict=True)]
    return {
        **kept,
        "steps": steps,
        "tables": {table: writing.exact(kg) for table, kg in emission.tables.items()},
        "exact_kg": writing.exact(emission.exact_kg),
        "low_kg": writing.exact(emission.low_kg),
        "high_kg": writing.exact(emission.high_kg),
    }


def _settled(kilograms: Iterable[Decimal], rounding: str) -> Decimal:
    with localcontext(DIGITS):
        return sum(kilograms, NOUGHT).quantize(SETTLED, rounding=rounding)


def _up(kilograms: Decimal) -> int:
    return int(kilograms.to_integral_value(ROUND_CEILING))
