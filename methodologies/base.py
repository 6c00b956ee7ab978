"""What a methodology is: the fields of its claim, the doubts it raises, and the grams of CO2 it counts, exactly.

Amounts in a claim are whole numbers of a small unit (steps, metres, seconds); factors are `Decimal`; grams come out as
an exact `Decimal`. Nothing here rounds: scoring floors once, when it writes.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

Text = Mapping[str, str]
"""Words in every language of the portal: `{"zh-hans": …, "en": …}`."""


class Span(StrEnum):
    """Which stretch of time one claim speaks of."""

    DAY = "day"
    """The total of a city day. A later, larger total of the same day adds only what it has more."""
    PERIOD = "period"
    """One act with a start and an end of its own; each act counts by itself."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A whole number that a claim must hold; its name ends in its unit, as in `distance_m`."""

    name: str
    label: Text
    unit: Text
    """The unit in which people enter it: `km`."""
    per_unit: int = 1
    """How many of the claim's small unit make one of the entered unit: 1,000 m in a km."""
    places: int = 0
    """Decimal places that people may enter."""
    hint: Text = field(default_factory=dict)

    def parse(self, raw: object) -> int:
        """The number, from JSON. Raises `ClaimError` for anything but a whole number of at most 15 digits."""
        if raw is None:
            raise ClaimError("missing", self.name)
        if isinstance(raw, bool) or not isinstance(raw, int):
            raise ClaimError("not_a_whole_number", self.name)
        if abs(raw) >= 10**15:
            raise ClaimError("too_many_digits", self.name)
        return raw

    def entered(self, value: int) -> Decimal:
        """A claim's number in the unit that people enter: 2,000 m is 2 km."""
        return Decimal(value) / self.per_unit


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that follows from a claim and that a rule may bound, such as a mean speed."""

    name: str
    label: Text
    unit: Text


@dataclass(frozen=True, slots=True)
class FactorSlot:
    """A factor that the formula needs; the rule says which published value fills it."""

    name: str
    symbol: str
    label: Text
    unit: str
    """The unit in which the rule must give it: `g/step`."""
    unit_label: Text


class ClaimError(ValueError):
    """A claim that cannot be read: `reason` is a stable code, `field` the name of the quantity."""

    def __init__(self, reason: str, field: str) -> None:
        self.reason = reason
        self.field = field
        super().__init__(reason, field)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one act says of itself: its quantities, and how long it took."""

    values: Mapping[str, int]
    duration_s: int

    def __getitem__(self, name: str) -> int:
        return self.values[name]


@dataclass(frozen=True, slots=True)
class Bound:
    """The least and the most that a quantity or measure may be; `None` where there is no such limit."""

    measure: str
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason not to believe a claim: `measure` is `value`, outside of `least` … `most`, in its small unit."""

    measure: str
    value: Decimal
    least: Decimal | None
    most: Decimal | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the reckoning as a person would write it down."""

    expression: Text
    grams: Decimal


class Methodology(ABC):
    """One published way of counting. Instances hold no state; all methods are pure."""

    code: ClassVar[str]
    span: ClassVar[Span]
    quantities: ClassVar[tuple[Quantity, ...]]
    measures: ClassVar[tuple[Measure, ...]] = ()
    slots: ClassVar[tuple[FactorSlot, ...]]
    formula: ClassVar[Text]
    """The formula in words."""
    example: ClassVar[Claim]
    """An ordinary act, to show what a rule makes of it."""

    def read(self, raw: Mapping[str, object], duration_s: int) -> Claim:
        """The claim, from JSON. Raises `ClaimError` for a missing, malformed or unknown quantity."""
        known = {quantity.name for quantity in self.quantities}
        for name in raw:
            if name not in known:
                raise ClaimError("unknown", name)
        values = {quantity.name: quantity.parse(raw.get(quantity.name)) for quantity in self.quantities}
        return Claim(values, duration_s)

    def check(self, claim: Claim, bounds: tuple[Bound, ...]) -> tuple[Doubt, ...]:
        """The doubts that a claim raises against the rule's bounds, in the bounds' order."""
        doubts = []
        for bound in bounds:
            value = self.measured(claim, bound.measure)
            too_little = bound.least is not None and value < bound.least
            too_much = bound.most is not None and value > bound.most
            if too_little or too_much:
                doubts.append(Doubt(bound.measure, value, bound.least, bound.most))
        return tuple(doubts)

    def measured(self, claim: Claim, name: str) -> Decimal:
        """A quantity of the claim, its `duration_s`, or one of the `measures` derived from them."""
        if name == "duration_s":
            return Decimal(claim.duration_s)
        return Decimal(claim[name])

    @abstractmethod
    def working(self, claim: Claim, factors: Mapping[str, Decimal]) -> tuple[Line, ...]:
        """The reckoning line by line, in g CO2; the lines' grams add up to what the act avoided."""

    def quantify(self, claim: Claim, factors: Mapping[str, Decimal]) -> Decimal:
        """Grams of CO2 avoided, exact and never below zero. `factors` holds a value for each of `slots`."""
        return max(sum((line.grams for line in self.working(claim, factors)), Decimal(0)), Decimal(0))
