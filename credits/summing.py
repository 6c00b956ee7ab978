"""Adds up transfers: what went which way on each city day, and what each budget, party and vintage gained and lost.

A transfer belongs to the day on which it was posted (`created_at`), whenever that happened which it pays for.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from common.city_time import CITY_ZONE
from credits.models import Transfer

DAY = TruncDate("created_at", tzinfo=CITY_ZONE)
ENDS = ("kind", "budget", "party", "expires_on")


class Way(NamedTuple):
    """Which way something went, as `credits.models.Way` says of all that may."""

    kind: str
    asset: str
    debit_kind: str
    credit_kind: str


class Holder(NamedTuple):
    """Accounts that name the same budget, party or vintage, and the kind of transfer that moved something there."""

    kind: str
    asset: str
    account_kind: str
    budget_id: int | None
    party: str | None
    expires_on: date | None
    gained: bool
    """Whether it came there; else it left."""


class Sums(NamedTuple):
    """So many transfers, what they come to, and the numbers of the first and the last of them."""

    transfers: int
    amount: int
    first_id: int
    last_id: int

    def plus(self, other: "Sums") -> "Sums":
        return Sums(
            self.transfers + other.transfers,
            self.amount + other.amount,
            min(self.first_id, other.first_id),
            max(self.last_id, other.last_id),
        )


def together(summed: Iterable[tuple[Any, Sums]]) -> dict[Any, Sums]:
    """What is said of one and the same, added up."""
    found: dict[Any, Sums] = {}
    for key, sums in summed:
        found[key] = found[key].plus(sums) if key in found else sums
    return found


def flows(transfers: QuerySet[Transfer]) -> Iterator[tuple[tuple[date, Way], Sums]]:
    """By day and way."""
    grouped = transfers.order_by().values_list(DAY, "kind", "asset", "debit__kind", "credit__kind")
    for day, *way, sums in _summed(grouped):
        yield (day, Way(*way)), sums


def shares(transfers: QuerySet[Transfer], **asked: Any) -> Iterator[tuple[tuple[date, Holder], Sums]]:
    """By day and holder; of those alone whose accounts are as `asked`, if anything is."""
    for end, gained in (("credit", True), ("debit", False)):
        named = {f"{end}__{name}": value for name, value in asked.items()}
        holder = [f"{end}__{name}" for name in ENDS]
        grouped = transfers.filter(_of_holders(end), **named).order_by().values_list(DAY, "kind", "asset", *holder)
        for day, *of, sums in _summed(grouped):
            yield (day, Holder._make([*of, gained])), sums


def _of_holders(end: str) -> Q:
    """What names neither budget, party nor vintage is the scheme's own, or what a citizen owes."""
    names = ("budget", "party", "expires_on")
    return reduce(or_, (Q(**{f"{end}__{name}__isnull": False}) for name in names))


def _summed(grouped: Any) -> Iterator[list[Any]]:
    summed = grouped.annotate(Count("pk"), Sum("amount"), Min("pk"), Max("pk"))
    for *of, number, amount, first_id, last_id in summed:
        yield [*of, Sums(number, int(amount), first_id, last_id)]
