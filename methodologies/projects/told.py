"""What a reckoning tells: every step with its formula, its values and where each was read, and the sums."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from enum import StrEnum

from methodologies.base import Text
from methodologies.projects.units import UNITS

NOUGHT = Decimal(0)
DIGITS = Context(prec=50)
"""Far more than is told, so that thousands of lines and thirds of them leave no trace, whoever asks."""
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


class Basis(StrEnum):
    """What a number of the reckoning rests on."""

    MONITORED = "monitored"
    PUBLISHED = "published"
    STATED = "stated"
    """By the project, with a document."""
    ARITHMETIC = "arithmetic"
    """Nobody says so: 44/12, kilograms in a ton."""


BASES: dict[Basis, Text] = {
    Basis.MONITORED: {"zh-hans": "监测", "en": "monitored"},
    Basis.PUBLISHED: {"zh-hans": "公布的数值", "en": "published"},
    Basis.STATED: {"zh-hans": "项目自定", "en": "stated by the project"},
    Basis.ARITHMETIC: {"zh-hans": "换算", "en": "arithmetic"},
}


@dataclass(frozen=True, slots=True)
class Term:
    """A number of a formula, with its unit and where it was read."""

    symbol: str
    label: Text
    value: Decimal
    unit: str = ""
    basis: Basis = Basis.ARITHMETIC
    origin: Text = field(default_factory=dict)
    """Who says so: the lines, the publication, the document; empty for arithmetic."""
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
        return _sum(step.kg for step in self.steps if step.side is side)

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
        return _sum(step.deducted_kg for step in self.steps)

    @property
    def net_kg(self) -> Decimal:
        """All that speaks for the project less all that speaks against it; may be below nought."""
        with localcontext(DIGITS):
            signed = [step.kg if step.side in GAINS else -step.kg for step in self.steps]
        return _sum(signed) - self.uncertainty_kg

    @property
    def reduction_kg(self) -> Decimal:
        return max(self.net_kg, NOUGHT)

    @property
    def shortfall_kg(self) -> Decimal:
        """What the project emitted or lost beyond its baseline; of a sink it is a reversal, which the buffer bears."""
        return max(-self.net_kg, NOUGHT)

    @property
    def buffer_kg(self) -> Decimal:
        return _sum([self.reduction_kg * self.buffer_share])

    @property
    def issuable_kg(self) -> Decimal:
        return self.reduction_kg - self.buffer_kg


def plain(number: Decimal) -> str:
    """A number as people write it: 4,860,000 and 0.5306, at most six decimals or six digits that say something."""
    places = 6 if abs(number) >= 1 else max(6, 5 - number.adjusted()) if number else 0
    shown = round(number, places).normalize() + 0
    return f"{shown:,f}"


def _sum(kilograms: Iterable[Decimal]) -> Decimal:
    with localcontext(DIGITS):
        return sum(kilograms, NOUGHT).quantize(SETTLED, rounding=ROUND_HALF_EVEN)
