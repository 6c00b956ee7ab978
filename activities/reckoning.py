"""From one claim to whole grams and whole credits: the formula, the evidence, the caps, the floors. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from methodologies.base import Claim
from scenarios.rules import WHOLE, Cap, CapMeasure, Evidence, Period, Rule


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
    """Something that left an act with less: `code`, the `limit` that cut it, what was `used` before.

    With the code `counted_before` they are the grams and the credits that were counted before.
    """

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


def nothing(claim: Claim, rule: Rule, code: str) -> Reckoning:
    """What an act earns whose time already counted: nothing; `code` says why."""
    return Reckoning(rule.methodology.quantify(claim, rule.factor_values), 0, 0, (Cut(code, 0, 0),))


def best_evidence(rule: Rule) -> Evidence:
    """The strongest grade that a rule takes."""
    return max(rule.windows, key=lambda grade: grade.strength)


def reckon(
    claim: Claim, rule: Rule, evidence: Evidence, used: Mapping[Period, Used], counted: Used | None = None
) -> Reckoning:
    """What an act earns after `used`. Grams are floored first, then credits.

    `counted` is what was credited before for the very same: an act that is proven better, or a day's larger total,
    earns only what it has more. Caps are taken on acts first, then on grams, then on credits.
    """
    quantified = rule.methodology.quantify(claim, rule.factor_values)
    before = counted or Used()
    cuts: list[Cut] = []
    for cap in _caps(rule, CapMeasure.ACTS):
        # What goes on with an act that has counted is no further one.
        if used[cap.period].acts >= _limit(cap) and not before.acts:
            return Reckoning(quantified, 0, 0, (Cut(f"acts_per_{cap.period}", _limit(cap), used[cap.period].acts),))
    if before.acts:
        cuts.append(Cut("counted_before", before.grams, before.credits))

    grams = floored(proven(quantified, rule, evidence)) - before.grams
    for cap in _caps(rule, CapMeasure.GRAMS):
        grams = _cut(grams, cap, used[cap.period].grams, cuts)
    grams = max(grams, 0)

    credits = _credits(claim, rule, evidence, before.grams + grams) - before.credits
    for cap in _caps(rule, CapMeasure.CREDITS):
        credits = _cut(credits, cap, used[cap.period].credits, cuts)
    return Reckoning(quantified, grams, max(credits, 0), tuple(cuts))


def proven(amount: Decimal, rule: Rule, evidence: Evidence) -> Decimal:
    """The part of an amount that counts with this evidence."""
    return amount * rule.worth_of(evidence) / WHOLE


def _credits(claim: Claim, rule: Rule, evidence: Evidence, grams: int) -> int:
    if rule.grams_per_credit is not None:
        assert rule.grams_per_credit.value
        return grams // rule.grams_per_credit.value
    assert rule.credits_each is not None
    assert rule.credits_each.value
    tally = rule.methodology.tally
    each = rule.credits_each.value * (claim[tally] if tally else 1)
    return floored(proven(Decimal(each), rule, evidence))


def floored(grams: Decimal) -> int:
    """Whole grams, rounded down: no fraction is ever credited."""
    return int(grams.to_integral_value(rounding=ROUND_FLOOR))


def _caps(rule: Rule, measure: CapMeasure) -> list[Cap]:
    return [cap for cap in rule.caps if cap.measure is measure]


def _cut(amount: int, cap: Cap, used: int, cuts: list[Cut]) -> int:
    limit = _limit(cap)
    if used + amount <= limit:
        return amount
    cuts.append(Cut(f"{cap.measure}_per_{cap.period}", limit, used))
    return max(limit - used, 0)


def _limit(cap: Cap) -> int:
    assert cap.limit.value is not None
    return cap.limit.value
