"""What a reckoning tells: every step with its formula, its values and where each was read, and the sums."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from methodologies.base import Text
from methodologies.projects.units import UNITS

NOUGHT = Decimal(0)
SETTLED = Decimal("1e-12")
"""Kilograms to which sums are settled, far below a gram: a third three times is one again. Nobody gains by it."""


class Side(StrEnum):
    """Which way a step counts."""

    BASELINE = "baseline"
    """What would have been emitted without the project."""
    REMOVED = "removed"
    """What the project has taken up."""
    WOULD_BE_REMOVED = "would-be-removed"
    """What would have been taken up without it."""
    PROJECT = "project"
    """What the project emits."""
    LEAKAGE = "leakage"
    """What is emitted elsewhere because of it."""


SIDES: dict[Side, Text] = {
    Side.BASELINE: {"zh-hans": "基准线排放", "en": "Baseline emission"},
    Side.REMOVED: {"zh-hans": "项目碳清除量", "en": "Removal by the project"},
    Side.WOULD_BE_REMOVED: {"zh-hans": "基准线碳清除量", "en": "Removal without the project"},
    Side.PROJECT: {"zh-hans": "项目排放", "en": "Project emission"},
    Side.LEAKAGE: {"zh-hans": "泄漏", "en": "Leakage"},
}
GAINS = frozenset({Side.BASELINE, Side.REMOVED})


@dataclass(frozen=True, slots=True)
class Term:
    """A number of a formula, with its unit and where it was read."""

    symbol: str
    label: Text
    value: Decimal
    unit: str = ""
    origin: Text | None = None
    """Who says so; `None` for what is arithmetic, such as 44/12."""
    uncertainty: Decimal = NOUGHT
    over: Decimal = Decimal(1)
    """What the value is divided by: 44/12 is kept as such, so that nothing is rounded on the way."""

    def written(self, language: str) -> str:
        number = plain(self.value) if self.over == 1 else f"{plain(self.value)}/{plain(self.over)}"
        return f"{number} {UNITS[self.unit].label[language]}" if self.unit not in {"", "share"} else number


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is, its formula in symbols, its terms, the numbers worked out, and its kilograms."""

    side: Side
    title: Text
    formula: str
    terms: tuple[Term, ...]
    worked: Text
    kg: Decimal
    uncertainty: Decimal
    deducted_kg: Decimal
    """What the uncertainty takes off, on the side that never credits too much."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a report comes to, in kg of CO2e: exact but for the twelfth decimal; the registry floors, once."""

    method: str
    steps: tuple[Step, ...]
    buffer_share: Decimal
    """What is held back for the case that stored carbon is lost; nought for reductions."""

    def of(self, side: Side) -> Decimal:
        return _settled(sum((step.kg for step in self.steps if step.side is side), NOUGHT))

    @property
    def baseline_kg(self) -> Decimal:
        return self.of(Side.BASELINE)

    @property
    def removed_kg(self) -> Decimal:
        """What the project has taken up beyond what would have been taken up without it."""
        return self.of(Side.REMOVED) - self.of(Side.WOULD_BE_REMOVED)

    @property
    def project_kg(self) -> Decimal:
        return self.of(Side.PROJECT)

    @property
    def leakage_kg(self) -> Decimal:
        return self.of(Side.LEAKAGE)

    @property
    def uncertainty_kg(self) -> Decimal:
        return _settled(sum((step.deducted_kg for step in self.steps), NOUGHT))

    @property
    def net_kg(self) -> Decimal:
        """All that speaks for the project less all that speaks against it; may be below nought."""
        signed = (step.kg if step.side in GAINS else -step.kg for step in self.steps)
        return _settled(sum(signed, NOUGHT)) - self.uncertainty_kg

    @property
    def reduction_kg(self) -> Decimal:
        return max(self.net_kg, NOUGHT)

    @property
    def shortfall_kg(self) -> Decimal:
        """What the project emitted or lost beyond its baseline; of a sink it is a reversal, which the buffer bears."""
        return max(-self.net_kg, NOUGHT)

    @property
    def buffer_kg(self) -> Decimal:
        return _settled(self.reduction_kg * self.buffer_share)

    @property
    def issuable_kg(self) -> Decimal:
        return self.reduction_kg - self.buffer_kg


def plain(number: Decimal) -> str:
    """A number as people write it: 4,860,000 and 0.5306, at most six decimals or six digits that say something."""
    places = 6 if abs(number) >= 1 else max(6, 5 - number.adjusted()) if number else 0
    shown = round(number, places).normalize() + 0
    return f"{shown:,f}"


def _settled(kg: Decimal) -> Decimal:
    return kg.quantize(SETTLED, rounding=ROUND_HALF_EVEN)
