"""A rule as scoring reads it: factors, bounds, caps, credit rate, windows and budget, with their authority."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from methodologies.base import Bound, Methodology, Text
from methodologies.registry import methodology

WHOLE = 100
"""Per cent of an act that counts in full."""
PER_MILLE = 1000


class Standing(StrEnum):
    """On whose authority a number stands; only `official` binds."""

    OFFICIAL = "official"
    """Published by the scheme's own authority."""
    PUBLISHED = "published"
    """Published elsewhere, used here until the scheme publishes its own."""
    DERIVED = "derived"
    """Computed from published numbers; the source says how."""
    PROPOSED = "proposed"
    """No source was seen; a proposal that the scheme's owner must approve."""
    DEMO = "demo"
    """The scheme has not published it; a value to demonstrate with."""


class _Code(StrEnum):
    """A code that scoring looks up thousands of times a second: it hashes as the text it is, without Enum's detour."""

    __hash__ = str.__hash__


class CapMeasure(_Code):
    GRAMS = "grams"
    CREDITS = "credits"
    ACTS = "acts"


class Period(_Code):
    DAY = "day"
    MONTH = "month"


class Evidence(_Code):
    """How well an act is proven, the weakest first; a rule names the grades it takes."""

    SELF_DECLARED = "self_declared"
    """Said by the citizen: typed, sent with a token that anybody can make, or in a table of one's own."""
    PHOTO = "photo"
    """Shown on a photo that is no copy of another; whether people looked at it is its scenario's to say."""
    DEVICE = "device"
    """Out of a file that the citizen's own device or its maker wrote."""
    PROVIDER = "provider"
    """Recorded by somebody else: an operator, a partner, a venue, or the portal itself."""

    @property
    def strength(self) -> int:
        """Of two grades the stronger has the greater number."""
        return _STRENGTHS[self]


_STRENGTHS = {grade: number for number, grade in enumerate(Evidence)}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number was read: never an address of a mirror, always title, publisher and date."""

    title: Text
    publisher: Text
    published_on: str

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Source":
        return cls(document["title"], document["publisher"], str(document["date"]))


@dataclass(frozen=True, slots=True)
class FactorValue:
    """A value that fills one slot of a formula, and the range that it was chosen from, where there is one."""

    code: str
    value: Decimal
    unit: str
    region: str
    year: int
    standing: Standing
    source: Source
    low: Decimal | None = None
    central: Decimal | None = None
    high: Decimal | None = None

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "FactorValue":
        """Raises `ValueError` where the range is half or does not hold the value."""
        ends = [document.get(end) for end in ("low", "central", "high")]
        low, central, high = (None if end is None else Decimal(end) for end in ends)
        value = Decimal(document["value"])
        if low is not None and central is not None and high is not None:
            if not (low <= central <= high and low <= value <= high):
                raise ValueError(f"{document['code']}: {value} and its range {low} … {central} … {high} do not fit")
        elif ends != [None, None, None]:
            raise ValueError(f"{document['code']}: low, central and high belong together")
        return cls(
            code=document["code"],
            value=value,
            unit=document["unit"],
            region=document["region"],
            year=document["year"],
            standing=Standing(document["standing"]),
            source=Source.from_document(document["source"]),
            low=low,
            central=central,
            high=high,
        )


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number of the rule with its unit and authority; `value` is `None` where the rule sets no limit."""

    value: int | None
    unit: str
    standing: Standing
    source: Source

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Number":
        value = document["value"]
        if value is not None and (type(value) is not int or value < 0):
            raise ValueError(f"{value!r} is no whole number")
        return cls(
            document["value"],
            document["unit"],
            Standing(document["standing"]),
            Source.from_document(document["source"]),
        )


@dataclass(frozen=True, slots=True)
class SourcedBound:
    """What a quantity or measure may be, in its small unit, and on whose authority."""

    bound: Bound
    unit: str
    standing: Standing
    source: Source

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "SourcedBound":
        least, most = document.get("least"), document.get("most")
        bound = Bound(
            document["measure"],
            None if least is None else Decimal(str(least)),
            None if most is None else Decimal(str(most)),
        )
        return cls(bound, document["unit"], Standing(document["standing"]), Source.from_document(document["source"]))


@dataclass(frozen=True, slots=True)
class Cap:
    """The most of something that one citizen is credited with in one scenario and period."""

    measure: CapMeasure
    period: Period
    limit: Number

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Cap":
        return cls(CapMeasure(document["measure"]), Period(document["per"]), Number.from_document(document))


@dataclass(frozen=True, slots=True)
class Doubting:
    """What comes of an act that something speaks against, by the weight of all that does; no weight: it never comes."""

    lower_from: Number
    """From here on it counts as proven no better than by the weakest evidence that is taken."""
    review_from: Number
    """From here on it waits for a person."""
    refuse_from: Number
    drawn: Number
    """Of a thousand acts that nothing speaks against, how many are drawn for somebody to look at."""
    review_days: Number
    """So long an act waits for a person; then it is refused."""

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Doubting":
        """Raises `KeyError` or `ValueError` where it is not whole."""
        doubting = cls(*(Number.from_document(document[part]) for part in cls.__slots__))
        if doubting.weights != sorted(doubting.weights):
            raise ValueError("what weighs more must not come to less")
        if doubting.drawn.value is None or doubting.drawn.value > PER_MILLE or not doubting.review_days.value:
            raise ValueError("doubts need how many of a thousand are drawn, and how many days an act waits")
        return doubting

    @property
    def weights(self) -> list[int]:
        """Those from which on something comes of an act, as they should stand."""
        return [part.value for part in (self.lower_from, self.review_from, self.refuse_from) if part.value is not None]


@dataclass(frozen=True, slots=True)
class Rule:
    """Everything a version of a rule says. Build it with `from_document`, which checks it against its methodology."""

    methodology_code: str
    terms: Mapping[str, Any]
    """What makes a generic methodology the scenario's; empty for one that is whole by itself."""
    claimable: bool
    factors: Mapping[str, FactorValue]
    bounds: tuple[SourcedBound, ...]
    caps: tuple[Cap, ...]
    grams_per_credit: Number | None
    """What a credit costs, where the methodology counts grams."""
    credits_each: Number | None
    """What an act earns, or one of its methodology's `tally`, where no grams are counted."""
    windows: Mapping[Evidence, Number]
    """How many days after it was over an act may still arrive, by the evidence grades that are taken."""
    worth: Mapping[Evidence, Number]
    """How many per cent of an act count, by evidence grade; a grade that is not named counts in full."""
    most_grams: Mapping[Evidence, Number]
    """How many grams of one act count at the most, by evidence grade: what is said is not made true by saying more."""
    budget_code: str
    doubting: Doubting | None = None
    """What comes of doubts; without it nothing is doubted."""
    steps_per_riding_minute: Number | None = None
    """How many steps of a day are a minute of a ride that counts that day; without it rides take nothing off steps."""
    ways: frozenset[str] | None = None
    """By which ways acts may come in; `None`: by each that brings evidence it takes."""
    # Read off the above once, since scoring asks for them a thousand times a batch.
    methodology: Methodology = field(init=False)
    factor_values: Mapping[str, Decimal] = field(init=False)
    plain_bounds: tuple[Bound, ...] = field(init=False)
    limits: Mapping[CapMeasure, tuple[tuple[Period, int], ...]] = field(init=False)
    """The caps as numbers: for each measure its periods with the most that counts."""
    has_monthly_cap: bool = field(init=False)

    def __post_init__(self) -> None:
        limits = {
            measure: tuple((cap.period, cap.limit.value or 0) for cap in self.caps if cap.measure is measure)
            for measure in CapMeasure
        }
        for name, value in {
            "methodology": methodology(self.methodology_code, self.terms),
            "factor_values": {slot: factor.value for slot, factor in self.factors.items()},
            "plain_bounds": tuple(sourced.bound for sourced in self.bounds),
            "limits": limits,
            "has_monthly_cap": any(cap.period is Period.MONTH for cap in self.caps),
        }.items():
            object.__setattr__(self, name, value)

    def worth_of(self, grade: Evidence) -> int:
        """How many per cent of an act of that evidence count."""
        worth = self.worth.get(grade)
        return WHOLE if worth is None or worth.value is None else worth.value

    def believed(self, grams: int, grade: Evidence) -> int:
        """What of an act's grams counts at the most with that evidence."""
        most = self.most_grams.get(grade)
        return grams if most is None or most.value is None else min(grams, most.value)

    @property
    def weakest(self) -> Evidence:
        """Of the grades of evidence that are taken the weakest."""
        return min(self.windows, key=lambda grade: grade.strength)

    def grades_better_than(self, grade: Evidence) -> list[Evidence]:
        """The grades by which the same act would count for more, the weakest first."""
        return [other for other in Evidence if other in self.windows and self.worth_of(other) > self.worth_of(grade)]

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Rule":
        """The rule of a document. Raises `KeyError` or `ValueError` when the document is not a whole rule."""
        rule = cls(
            methodology_code=document["methodology"],
            terms=document.get("terms", {}),
            claimable=document["claimable"],
            factors={slot: FactorValue.from_document(value) for slot, value in document["factors"].items()},
            bounds=tuple(SourcedBound.from_document(bound) for bound in document["bounds"]),
            caps=tuple(Cap.from_document(cap) for cap in document["caps"]),
            grams_per_credit=_number(document, "grams_per_credit"),
            credits_each=_number(document, "credits_each"),
            windows=_by_evidence(document["windows"]),
            worth=_by_evidence(document.get("worth", {})),
            most_grams=_by_evidence(document.get("most_grams", {})),
            budget_code=document["budget"],
            doubting=Doubting.from_document(document["doubts"]) if "doubts" in document else None,
            steps_per_riding_minute=_number(document, "steps_per_riding_minute"),
            ways=_ways(document["ways"]) if "ways" in document else None,
        )
        rule.check_against_methodology()
        return rule

    def check_against_methodology(self) -> None:
        """Raises `ValueError` where the rule and its methodology do not fit each other."""
        method = self.methodology
        needed = {slot.name: slot.unit for slot in method.slots}
        given = {slot: factor.unit for slot, factor in self.factors.items()}
        if needed != given:
            raise ValueError(f"{method.code} needs the factors {needed}, the rule gives {given}")
        measurable = {q.name for q in method.quantities} | {m.name for m in method.measures} | {"duration_s"}
        for bound in self.plain_bounds:
            if bound.measure not in measurable:
                raise ValueError(f"{method.code} has no {bound.measure} to bound")
            if bound.least is not None and bound.most is not None and bound.least > bound.most:
                raise ValueError(f"the least {bound.measure} is more than the most")
        for cap in self.caps:
            if cap.limit.value is None or cap.limit.value < 0:
                raise ValueError(f"the cap on {cap.measure} a {cap.period} must say how many")
        price, other = self.grams_per_credit, self.credits_each
        if not method.quantifies:
            price, other = other, price
        if other is not None or price is None or not price.value:
            raise ValueError("a rule says what a credit costs in grams or, where none are counted, what an act earns")
        if self.claimable and not method.quantifies:
            raise ValueError("what is not counted in grams cannot be claimed as a reduction")
        if self.steps_per_riding_minute and not (method.counts_pedalling and self.steps_per_riding_minute.value):
            raise ValueError("only what counts while its owner pedals can be taken off, and it must say how much")
        for grade, worth in self.worth.items():
            if grade not in self.windows:
                raise ValueError(f"{grade} is not taken, so it has no worth")
            if worth.value is None or worth.value > WHOLE:
                raise ValueError(f"{grade} must count between 0 and {WHOLE} per cent")
        for grade, most in self.most_grams.items():
            if grade not in self.windows or not method.quantifies:
                raise ValueError(f"no grams are counted by {grade}, so there is no most of them")
            if most.value is None:
                raise ValueError(f"the most grams of {grade} must say how many")


def _ways(codes: Any) -> frozenset[str]:
    if not isinstance(codes, list) or not codes or not all(isinstance(code, str) and code for code in codes):
        raise ValueError("ways are a list of codes, one at the least")
    return frozenset(codes)


def _number(document: Mapping[str, Any], name: str) -> Number | None:
    return Number.from_document(document[name]) if name in document else None


def _by_evidence(document: Mapping[str, Any]) -> dict[Evidence, Number]:
    return {Evidence(grade): Number.from_document(number) for grade, number in document.items()}
