"""What a methodology is: the fields of its claim, the doubts it raises, and the grams of CO2 it counts, exactly.

Amounts in a claim are whole numbers of a small unit (steps, metres, seconds); what is chosen from a list is the code of
an option. Factors are `Decimal`; grams come out as an exact `Decimal`. Nothing here rounds: scoring floors once, when
it writes.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, Self

Text = Mapping[str, str]
"""Words in every language of the portal: `{"zh-hans": …, "en": …}`."""

TRAVELLER = "traveller"
"""What a journey occupies: nobody makes two at the same time."""


class Span(StrEnum):
    """Which stretch of time one claim speaks of."""

    DAY = "day"
    """The total of a city day. A later, larger total of the same day adds only what it has more."""
    PERIOD = "period"
    """One act with a start and an end of its own; each act counts by itself."""
    MOMENT = "moment"
    """One act at a point of time; each act counts by itself."""


class Entry(StrEnum):
    """How people say when a period was; programs always send its start and its end."""

    MINUTES = "minutes"
    """A day, a time of day and a number of minutes: a ride."""
    MOMENTS = "moments"
    """Two days with their times: a car that stood."""
    DAYS = "days"
    """Two days, from the beginning of the first to the beginning of the second: a meter read twice."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A whole number that a claim holds; its name ends in its unit, as in `distance_m`."""

    name: str
    label: Text
    unit: Text
    """The unit in which people enter it: `km`."""
    per_unit: int = 1
    """How many of the claim's small unit make one of the entered unit: 1,000 m in a km."""
    places: int = 0
    """Decimal places that people may enter."""
    hint: Text = field(default_factory=dict)
    symbol: str = ""
    """How the formula in symbols writes it."""
    one_unit: Text = field(default_factory=dict)
    """The unit after the number one, where it differs: `step`."""
    ends: str = ""
    """The quantity that it is the other end of: both are shown as one, 12,340 → 12,365 km."""
    optional: bool = False
    """Programs may leave it out."""
    typed: bool = True
    """Forms ask for it; if not, only programs know it."""

    def parse(self, raw: object) -> int:
        """The number, from JSON. Raises `ClaimError` for anything but a whole number of at most 15 digits."""
        if isinstance(raw, bool) or not isinstance(raw, int):
            raise ClaimError("not_a_whole_number", self.name)
        if abs(raw) >= 10**15:
            raise ClaimError("too_many_digits", self.name)
        return raw

    def entered(self, value: int) -> Decimal:
        """A claim's number in the unit that people enter: 2,000 m is 2 km."""
        return Decimal(value) / self.per_unit


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a `Choice`."""

    code: str
    label: Text
    group: Text = field(default_factory=dict)
    """The heading under which long lists show it."""
    search: str = ""
    """Further words by which people look for it: pinyin, initials."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a list of options that a claim holds, by its code."""

    name: str
    label: Text
    options: tuple[Option, ...]
    hint: Text = field(default_factory=dict)
    optional: bool = False
    """Programs may leave it out; forms always ask."""
    _by_code: Mapping[str, Option] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {option.code: option for option in self.options})

    def parse(self, raw: object) -> str:
        """The option's code, from JSON. Raises `ClaimError` for anything else."""
        if not isinstance(raw, str) or self.option(raw) is None:
            raise ClaimError("not_an_option", self.name)
        return raw

    def option(self, code: str) -> Option | None:
        """The option of that code; one that stands under several groups differs in nothing but its group."""
        return self._by_code.get(code)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that follows from a claim and that a rule may bound, such as a mean speed."""

    name: str
    label: Text
    unit: Text
    one_unit: Text = field(default_factory=dict)


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
    """What one act says of itself: its quantities and choices, and how long it took."""

    values: Mapping[str, int | str]
    duration_s: int

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def __getitem__(self, name: str) -> int:
        """A quantity of the claim."""
        value = self.values[name]
        assert isinstance(value, int)
        return value

    def chosen(self, name: str) -> str:
        """The code of an option of the claim."""
        value = self.values[name]
        assert isinstance(value, str)
        return value


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
class Contradiction:
    """Two things in a claim that cannot both be so, whatever a rule says: `reason` is a stable code."""

    reason: str
    field: str
    """The field to mend."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the reckoning as a person would write it down."""

    phrase: Callable[[], Text]
    """Writes the line in words, once somebody reads it: scoring asks for the grams alone, a thousand times a batch."""
    grams: Decimal

    @property
    def expression(self) -> Text:
        """The line in words."""
        return self.phrase()


class Methodology(ABC):
    """One published way of counting. Instances hold nothing but what their class says; all methods are pure.

    A generic one is no more than a form: each scenario that counts by it says the rest, in its `terms`.
    """

    code: ClassVar[str]
    span: ClassVar[Span]
    entry: ClassVar[Entry] = Entry.MINUTES
    """How forms ask for a period."""
    longest_days: ClassVar[int] = 1
    """A period lasts at most so many days."""
    is_generic: ClassVar[bool] = False
    """Whether it is whole only `with_terms`, which each of its scenarios brings."""
    of_one_scenario: ClassVar[bool] = False
    """Whether ways in know the one scenario that counts by it; others may not."""
    terms: Mapping[str, Any] = {}
    """Those that a generic one was made with."""
    occupies: str = ""
    """What one act keeps busy, such as the traveller; two acts can't have it at the same time. Empty: nothing."""
    covers: ClassVar[frozenset[str]] = frozenset()
    """What else the formula already counts while the act lasts, by what that `occupies`."""
    lasts_minutes: int = 0
    """So long an act of a moment takes: nearer ones that say the same are one. 0: each moment is an act of its own."""
    is_pedalled: ClassVar[bool] = False
    """Whether a phone in the traveller's pocket takes what they do for steps."""
    counts_pedalling: ClassVar[str] = ""
    """The quantity that a device counts while its owner pedals, too. Empty: none."""
    choices: ClassVar[tuple[Choice, ...]] = ()
    quantities: tuple[Quantity, ...] = ()
    measures: ClassVar[tuple[Measure, ...]] = ()
    slots: tuple[FactorSlot, ...] = ()
    tally: ClassVar[str] = ""
    """The quantity that a rule pays for one by one where it pays credits without grams. Empty: the act itself."""
    formula: Text
    """The formula in words."""
    caveat: ClassVar[Text] = {}
    """What the method does not know, said beside the formula; empty where there is nothing to say."""
    symbols: ClassVar[str] = ""
    """The formula in symbols; `ER` is the avoided amount, the others are those of `quantities` and `slots`."""
    deed: Text
    """What a claim says as a sentence's beginning; a field's name stands for its amount with its unit."""
    basis: Text = {}
    """How it is counted, to go on with; a slot's name stands for the factor's value."""
    example: ClassVar[Claim]
    """A claim to explain the method with; every rule should accept it."""

    def with_terms(self, document: Mapping[str, Any]) -> Self:
        """The methodology that a scenario makes of it. Raises `ValueError` where it takes no such terms."""
        if document:
            raise ValueError(f"{self.code} has words of its own and takes none from a scenario")
        return self

    @cached_property
    def fields(self) -> tuple[Choice | Quantity, ...]:
        """Everything that a claim may hold, in the order in which people are asked."""
        return (*self.choices, *self.quantities)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(asked.name for asked in self.fields)

    @property
    def quantifies(self) -> bool:
        """Whether it counts grams; if not, its rules pay credits for the act itself."""
        return bool(self.slots)

    def read(self, raw: Mapping[str, object], duration_s: int) -> Claim:
        """The claim, from JSON. Raises `ClaimError` for a missing, malformed or unknown field."""
        for name in raw:
            if name not in self._known:
                raise ClaimError("unknown", name)
        values: dict[str, int | str] = {}
        for asked in self.fields:
            said = raw.get(asked.name)
            if said is not None:
                values[asked.name] = asked.parse(said)
            elif not asked.optional:
                raise ClaimError("missing", asked.name)
        return Claim(values, duration_s)

    def check(self, claim: Claim, bounds: tuple[Bound, ...]) -> tuple[Doubt, ...]:
        """The doubts that a claim raises against the rule's bounds, in the bounds' order."""
        doubts = []
        for bound in bounds:
            value = self.measured(claim, bound.measure)
            if value is None:
                continue
            too_little = bound.least is not None and value < bound.least
            too_much = bound.most is not None and value > bound.most
            if too_little or too_much:
                doubts.append(Doubt(bound.measure, value, bound.least, bound.most))
        return tuple(doubts)

    def contradictions(self, claim: Claim) -> tuple[Contradiction, ...]:
        """Where a claim says two things that do not go together; such a claim is not taken in."""
        return ()

    def measured(self, claim: Claim, name: str) -> Decimal | None:
        """A quantity of the claim, its `duration_s`, or one of the `measures`; `None` where the claim can't tell."""
        if name == "duration_s":
            return Decimal(claim.duration_s)
        return Decimal(claim[name]) if name in claim else None

    def deed_of(self, claim: Claim) -> Text:
        """The `deed` that fits what this claim holds."""
        return self.deed

    @abstractmethod
    def working(self, claim: Claim, factors: Mapping[str, Decimal]) -> tuple[Line, ...]:
        """The reckoning line by line, in g CO2; the lines' grams add up to what the act avoided."""

    def quantify(self, claim: Claim, factors: Mapping[str, Decimal]) -> Decimal:
        """Grams of CO2 avoided, exact and never below zero. `factors` holds a value for each of `slots`."""
        return max(sum((line.grams for line in self.working(claim, factors)), Decimal(0)), Decimal(0))


class CreditsOnly(Methodology):
    """An act that is worth encouraging and has no emission quantity: it earns credits and avoids 0 g."""

    span = Span.MOMENT
    formula = {
        "zh-hans": "只奖励碳积分，不核算减排量",
        "en": "earns credits only; no reduction is counted",
    }
    example = Claim({}, 0)

    def working(self, claim: Claim, factors: Mapping[str, Decimal]) -> tuple[Line, ...]:
        return ()
