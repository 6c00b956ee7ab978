"""What the second reckoner is told: acts in plain values, and amounts of grams and credits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple


class Amount(NamedTuple):
    """Whole grams of CO2 avoided and whole credits; of two amounts that with more credits is the greater."""

    credits: int
    grams: int

    def plus(self, other: "Amount") -> "Amount":
        return Amount(self.credits + other.credits, self.grams + other.grams)

    def less(self, other: "Amount") -> "Amount":
        """Each for itself, never below zero."""
        return Amount(max(0, self.credits - other.credits), max(0, self.grams - other.grams))

    def at_most(self, other: "Amount") -> "Amount":
        """Each for itself."""
        return Amount(min(self.credits, other.credits), min(self.grams, other.grams))


NOTHING = Amount(credits=0, grams=0)


def total(amounts: Iterable[Amount]) -> Amount:
    whole = NOTHING
    for amount in amounts:
        whole = whole.plus(amount)
    return whole


@dataclass(frozen=True, slots=True)
class Act:
    """An act as it was recorded. `number` tells the order of recording; `rule` is the document of its rule version."""

    number: int
    scenario: str
    city_day: date
    started_at: datetime
    ended_at: datetime
    evidence: str
    claim: Mapping[str, Any]
    rule: Mapping[str, Any]

    @property
    def method(self) -> str:
        """The code of its methodology."""
        code: str = self.rule["methodology"]
        return code

    @property
    def month(self) -> tuple[int, int]:
        return self.city_day.year, self.city_day.month


class Withdrawal(NamedTuple):
    """That the act of that number was taken back, after the acts told before it were assessed."""

    number: int
