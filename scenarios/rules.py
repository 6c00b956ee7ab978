"""A rule as scoring reads it: factors, bounds, caps, credit rate, windows and budget, with their authority."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from methodologies.base import Bound, Methodology, Text
from methodologies.registry import methodology


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


class CapMeasure(StrEnum):
    GRAMS = "grams"
    CREDITS = "credits"
    ACTS = "acts"


class Period(StrEnum):
    DAY = "day"
    MONTH = "month"


class Evidence(StrEnum):
    """How well an act is proven; a rule names the grades it takes."""

    SELF_DECLARED = "self_declared"
    """Typed in by the citizen."""
    DEVICE = "device"
    """Sent from the citizen's own device or out of a file of it."""


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
    """A value that fills one slot of a formula."""

    code: str
    value: Decimal
    unit: str
    region: str
    year: int
    standing: Standing
    source: Source

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "FactorValue":
        return cls(
            code=document["code"],
            value=Decimal(document["value"]),
            unit=document["unit"],
            region=document["region"],
            year=document["year"],
            standing=Standing(document["standing"]),
            source=Source.from_document(document["source"]),
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
class Rule:
    """Everything a version of a rule says. Build it with `from_document`, which checks it against its methodology."""

    methodology_code: str
    claimable: bool
    factors: Mapping[str, FactorValue]
    bounds: tuple[SourcedBound, ...]
    caps: tuple[Cap, ...]
    grams_per_credit: Number
    windows: Mapping[Evidence, Number]
    """How many days after its city day an act may still arrive, by evidence grade."""
    budget_code: str
    factor_values: Mapping[str, Decimal] = field(init=False)
    plain_bounds: tuple[Bound, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "factor_values", {slot: factor.value for slot, factor in self.factors.items()})
        object.__setattr__(self, "plain_bounds", tuple(sourced.bound for sourced in self.bounds))

    @property
    def methodology(self) -> Methodology:
        return methodology(self.methodology_code)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Rule":
        """The rule of a document. Raises `KeyError` or `ValueError` when the document is not a whole rule."""
        rule = cls(
            methodology_code=document["methodology"],
            claimable=document["claimable"],
            factors={slot: FactorValue.from_document(value) for slot, value in document["factors"].items()},
            bounds=tuple(SourcedBound.from_document(bound) for bound in document["bounds"]),
            caps=tuple(Cap.from_document(cap) for cap in document["caps"]),
            grams_per_credit=Number.from_document(document["grams_per_credit"]),
            windows={Evidence(grade): Number.from_document(window) for grade, window in document["windows"].items()},
            budget_code=document["budget"],
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
        if not self.grams_per_credit.value or self.grams_per_credit.value < 1:
            raise ValueError("a credit must be worth at least one gram")
