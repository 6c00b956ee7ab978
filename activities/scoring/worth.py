"""What one act is worth: its grams, its evidence, the caps of its rule, the floors. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from math import floor
from typing import NamedTuple

from methodologies.base import Claim
from scenarios.rules import WHOLE, CapMeasure, Evidence, Period, Rule


class Worth(NamedTuple):
    """Whole grams of CO2 avoided and whole credits."""

    grams: int = 0
    credits: int = 0

    @property
    def counts(self) -> bool:
        """Whether it is anything at all."""
        return self.grams > 0 or self.credits > 0

    @property
    def rank(self) -> tuple[int, int]:
        """Of two worths the better one has the greater rank: by its credits, then by its grams."""
        return self.credits, self.grams

    def plus(self, other: "Worth") -> "Worth":
        return Worth(self.grams + other.grams, self.credits + other.credits)

    def beyond(self, other: "Worth") -> "Worth":
        """What this is more than the other, each for itself and never below zero."""
        return Worth(max(self.grams - other.grams, 0), max(self.credits - other.credits, 0))

    def at_most(self, other: "Worth") -> "Worth":
        return Worth(min(self.grams, other.grams), min(self.credits, other.credits))


NOTHING = Worth()


class Used(NamedTuple):
    """What of a scenario's caps one citizen has used up in a period; as a difference its parts may be negative."""

    grams: int = 0
    credits: int = 0
    acts: int = 0

    @classmethod
    def by(cls, worth: Worth) -> "Used":
        """What one act of that worth uses."""
        return cls(worth.grams, worth.credits, 1 if worth.counts else 0)

    @property
    def worth(self) -> Worth:
        return Worth(self.grams, self.credits)

    def plus(self, other: "Used") -> "Used":
        return Used(self.grams + other.grams, self.credits + other.credits, self.acts + other.acts)

    def minus(self, other: "Used") -> "Used":
        return Used(self.grams - other.grams, self.credits - other.credits, self.acts - other.acts)


UNUSED = Used()
FRESH: Mapping[Period, Used] = dict.fromkeys(Period, UNUSED)
"""Nothing used in any period."""


class Cut(NamedTuple):
    """Something that left an act with less: `code`, the `limit` that cut it, what was `used` before.

    With the code `counted_before` they are the grams and the credits of it that were credited before.
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


def best_evidence(rule: Rule) -> Evidence:
    """The strongest grade that a rule takes."""
    return max(rule.windows, key=lambda grade: grade.strength)


def reckon_alone(claim: Claim, rule: Rule, evidence: Evidence) -> Reckoning:
    """What an act earns as its citizen's first and only one."""
    quantified = rule.methodology.quantify(claim, rule.factor_values)
    worth, cuts = capped(own_worth(quantified, claim, rule, evidence), rule, FRESH)
    return Reckoning(quantified, worth.grams, worth.credits, cuts)


def own_worth(quantified: Decimal, claim: Claim, rule: Rule, evidence: Evidence) -> Worth:
    """What an act is worth with its evidence, before any cap. Grams are floored first, then credits."""
    grams = rule.believed(floored(proven(quantified, rule, evidence)), evidence)
    if rule.credits_each is None:
        return Worth(grams, _credits_for(grams, rule))
    tally = rule.methodology.tally
    each = Decimal((rule.credits_each.value or 0) * (claim[tally] if tally else 1))
    return Worth(grams, floored(proven(each, rule, evidence)))


def capped(own: Worth, rule: Rule, used: Mapping[Period, Used]) -> tuple[Worth, tuple[Cut, ...]]:
    """What the caps leave of a worth after `used`, and what cut it: first caps on acts, then on grams, then on credits.

    Grams that a cap cuts earn no credits.
    """
    for period, limit in rule.limits[CapMeasure.ACTS]:
        if used[period].acts >= limit:
            return NOTHING, (Cut(f"acts_per_{period}", limit, used[period].acts),)
    cuts: list[Cut] = []
    grams = _capped(own.grams, CapMeasure.GRAMS, rule, used, cuts)
    credits = own.credits if grams == own.grams else _credits_for(grams, rule)
    credits = _capped(credits, CapMeasure.CREDITS, rule, used, cuts)
    return Worth(grams, credits), tuple(cuts)


def proven(amount: Decimal, rule: Rule, evidence: Evidence) -> Decimal:
    """The part of an amount that counts with this evidence."""
    worth = rule.worth_of(evidence)
    return amount if worth == WHOLE else amount * worth / WHOLE


def floored(grams: Decimal) -> int:
    """Whole grams, rounded down: no fraction is ever credited."""
    return floor(grams)


def _credits_for(grams: int, rule: Rule) -> int:
    assert rule.grams_per_credit is not None
    assert rule.grams_per_credit.value
    return grams // rule.grams_per_credit.value


def _capped(amount: int, measure: CapMeasure, rule: Rule, used: Mapping[Period, Used], cuts: list[Cut]) -> int:
    """What the caps on one measure leave of an amount; never below zero."""
    for period, limit in rule.limits[measure]:
        before: int = getattr(used[period], measure)
        if before + amount > limit:
            cuts.append(Cut(f"{measure}_per_{period}", limit, before))
            amount = max(limit - before, 0)
    return amount
