"""From one claim to whole grams and whole credits: the formula, the caps, the floors. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from methodologies.base import Claim, Span
from scenarios.rules import Cap, CapMeasure, Period, Rule


@dataclass(frozen=True, slots=True)
class Used:
    """What one citizen was already credited with in one scenario and period."""

    grams: int = 0
    credits: int = 0
    acts: int = 0

    def __add__(self, other: "Used") -> "Used":
        return Used(self.grams + other.grams, self.credits + other.credits, self.acts + other.acts)


@dataclass(frozen=True, slots=True)
class Cut:
    """Something that left an act with less: `code`, the `limit` that cut it, what was `used` before."""

    code: str
    limit: int
    used: int


@dataclass(frozen=True, slots=True)
class Reckoning:
    """`quantified` is the method's exact answer in grams; `grams` and `credits` are what the act earns."""

    quantified: Decimal
    grams: int
    credits: int
    cuts: tuple[Cut, ...]

    @property
    def counts(self) -> bool:
        """Whether the act earned anything."""
        return self.grams > 0 or self.credits > 0


def overlapped(claim: Claim, rule: Rule) -> Reckoning:
    """What an act earns whose time already counted for another of its kind: nothing."""
    return Reckoning(rule.methodology.quantify(claim, rule.factor_values), 0, 0, (Cut("overlaps", 0, 0),))


def reckon(claim: Claim, rule: Rule, used: Mapping[Period, Used]) -> Reckoning:
    """What an act earns after `used`. Grams are floored first, then credits.

    A day's total earns what it has more than the day was credited with before; every other act earns for itself.
    Caps are taken in the rule's order.
    """
    quantified = rule.methodology.quantify(claim, rule.factor_values)
    is_total = rule.methodology.span is Span.DAY
    before = used[Period.DAY] if is_total else Used()
    per_credit = rule.grams_per_credit.value
    assert per_credit
    cuts: list[Cut] = []

    grams = floored(quantified) - before.grams
    if before.grams:
        cuts.append(Cut("counted_before", before.grams, before.grams))
    for cap in _caps(rule, CapMeasure.ACTS, CapMeasure.GRAMS):
        grams = _cut_grams(grams, cap, used[cap.period], is_total, cuts)
    grams = max(grams, 0)

    credits = (before.grams + grams) // per_credit - before.credits
    for cap in _caps(rule, CapMeasure.CREDITS):
        limit, spent = _limit(cap), used[cap.period].credits
        if spent + credits > limit:
            cuts.append(Cut(f"credits_per_{cap.period}", limit, spent))
            credits = limit - spent
    return Reckoning(quantified, grams, max(credits, 0), tuple(cuts))


def floored(grams: Decimal) -> int:
    """Whole grams, rounded down: no fraction is ever credited."""
    return int(grams.to_integral_value(rounding=ROUND_FLOOR))


def _caps(rule: Rule, *measures: CapMeasure) -> list[Cap]:
    return [cap for cap in rule.caps if cap.measure in measures]


def _cut_grams(grams: int, cap: Cap, used: Used, is_total: bool, cuts: list[Cut]) -> int:
    limit = _limit(cap)
    if cap.measure is CapMeasure.GRAMS:
        if used.grams + grams <= limit:
            return grams
        cuts.append(Cut(f"grams_per_{cap.period}", limit, used.grams))
        return max(limit - used.grams, 0)
    if used.acts < limit or (is_total and used.acts):
        return grams
    cuts.append(Cut(f"acts_per_{cap.period}", limit, used.acts))
    return 0


def _limit(cap: Cap) -> int:
    assert cap.limit.value is not None
    return cap.limit.value
