"""What the scheme has promised: credits that citizens hold, set aside or free, when they expire, what they are worth.

As of any moment, out of what is kept of the vintages (`credits.books`).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from common.city_time import city_day
from credits.books import Flows, flows, shares
from credits.models import WAYS, AccountKind, Asset, TransferKind

PRICED_FROM = timedelta(days=90)
"""Over how long the price is a mean, as where rules are rehearsed. Proposed, nobody's rule."""
CAPTURED = {way.asset: (way.debit, way.credit) for way in WAYS if way.kind == TransferKind.CAPTURE}
"""Between which accounts a voucher that is used moves credits, and fen."""


@dataclass(frozen=True, slots=True)
class Price:
    """What merchants were owed for the credits that were spent with them."""

    fen: int
    credits: int
    since: date

    def worth_fen(self, credits: int) -> int:
        """Of so many credits, at the mean price; whole fen, rounded down."""
        return credits * self.fen // self.credits


@dataclass(frozen=True, slots=True)
class Expiring:
    """Credits whose last day lies in a month, named by its first day."""

    month: date
    available: int
    held: int

    @property
    def credits(self) -> int:
        return self.available + self.held


@dataclass(frozen=True, slots=True)
class Liability:
    available: int
    held: int
    expiring: Sequence[Expiring]

    @property
    def outstanding(self) -> int:
        """Everything that could still be spent."""
        return self.available + self.held


def liability(until: datetime) -> Liability:
    """What citizens held before a moment, over all vintages, the earliest first."""
    months: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for holder, sums in shares(None, until, expires_on__isnull=False).items():
        assert holder.expires_on is not None
        month = months[holder.expires_on.replace(day=1)]
        month[holder.account_kind] += sums.amount if holder.gained else -sums.amount
    rows = [
        Expiring(month, sums[AccountKind.AVAILABLE], sums[AccountKind.HELD]) for month, sums in sorted(months.items())
    ]
    expiring = [row for row in rows if row.available or row.held]
    return Liability(sum(row.available for row in expiring), sum(row.held for row in expiring), expiring)


def mean_price(until: datetime) -> Price | None:
    """Over the ninety days before a moment, without what was undone; `None` where nothing was spent for money."""
    since = city_day(until) - PRICED_FROM
    moved = flows(since, until)
    fen, credits = _captured(moved, Asset.FEN), _captured(moved, Asset.CREDIT)
    return Price(fen, credits, since) if credits > 0 else None


def _captured(moved: Flows, asset: Asset) -> int:
    debit, credit = CAPTURED[asset]
    return sum(
        sums.amount if (way.kind, way.debit_kind) == (TransferKind.CAPTURE, debit) else -sums.amount
        for way, sums in moved.items()
        if (way.kind, way.debit_kind, way.credit_kind)
        in {(TransferKind.CAPTURE, debit, credit), (TransferKind.REVERSAL, credit, debit)}
    )
