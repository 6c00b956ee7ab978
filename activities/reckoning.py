"""From one claim to whole grams and whole credits: the formula, the evidence, the caps, the floors. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import floor
from typing import NamedTuple

from methodologies.base import Claim
from scenarios.rules import WHOLE, CapMeasure, Evidence, Period, Rule


@dataclass(slots=True)
class Used:
    """What one citizen was already credited with in one scenario and period, kept up as a batch goes on."""

    grams: int = 0
    credits: int = 0
    acts: int = 0

    def add(self, grams: int, credits: int, acts: int) -> None:
        """Counts what was credited besides."""
        self.grams += grams
        self.credits += credits
        self.acts += acts


class Cut(NamedTuple):
    """Something that left an act with less: `code`, the `limit` that cut it, what was `used` before.

    With the code `counted_before` they are the grams and the credits that were counted before.
    """

    code: str
    limit: int
    used: int


class Reckoning(NamedTuple):
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
    for period, limit in rule.limits[CapMeasure.ACTS]:
        # What goes on with an act that has counted is no further one.
        if used[period].acts >= limit and not before.acts:
            return Reckoning(quantified, 0, 0, (Cut(f"acts_per_{period}", limit, used[period].acts),))
    if before.acts:
        cuts.append(Cut("counted_before", before.grams, before.credits))

    grams = floored(proven(quantified, rule, evidence)) - before.grams
    grams = _capped(grams, CapMeasure.GRAMS, rule, used, cuts)
    credits = _credits(claim, rule, evidence, before.grams + grams) - before.credits
    credits = _capped(credits, CapMeasure.CREDITS, rule, used, cuts)
    return Reckoning(quantified, grams, credits, tuple(cuts))


def proven(amount: Decimal, rule: Rule, evidence: Evidence) -> Decimal:
    """The part of an amount that counts with this evidence."""
    worth = rule.worth_of(evidence)
    return amount if worth == WHOLE else amount * worth / WHOLE


def _credits(claim: Claim, rule: Rule, evidence: Evidence, grams: int) -> int:
    if rule.grams_per_credit is not None:
        assert rule.grams_per_credit.value
        return grams // rule.grams_per_credit.value
    assert rule.credits_each is not None
    assert rule.credits_each.value
    tally = rule.methodology.tally
    each = rule.credits_each.value * (claim[tally] if tally else 1)
    return floored(proven(Decimal(each), rule, evidence))


def _capped(amount: int, measure: CapMeasure, rule: Rule, used: Mapping[Period, Used], cuts: list[Cut]) -> int:
    """What the caps leave of an amount; never below zero."""
    for period, limit in rule.limits[measure]:
        before: int = getattr(used[period], measure)
        if before + amount > limit:
            cuts.append(Cut(f"{measure}_per_{period}", limit, before))
            amount = max(limit - before, 0)
    return max(amount, 0)


def floored(grams: Decimal) -> int:
    """Whole grams, rounded down: no fraction is ever credited."""
    return floor(grams)
