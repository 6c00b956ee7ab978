"""What the scheme has promised: credits that citizens hold, set aside or free, and when they expire."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from credits.models import AccountKind, Asset, LedgerAccount


@dataclass(frozen=True, slots=True)
class Expiring:
    """Credits whose last day lies in a month, named by its first day."""

    month: date
    available: int
    held: int


@dataclass(frozen=True, slots=True)
class Liability:
    available: int
    held: int
    expiring: Sequence[Expiring]

    @property
    def outstanding(self) -> int:
        """Everything that could still be spent."""
        return self.available + self.held


def liability() -> Liability:
    """What citizens hold now, over all vintages, the earliest first."""
    accounts = LedgerAccount.objects.filter(
        kind__in=[AccountKind.AVAILABLE, AccountKind.HELD], asset=Asset.CREDIT, balance__gt=0
    )
    months: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for kind, expires_on, credits in accounts.values_list("kind", "expires_on").annotate(Sum("balance")):
        assert expires_on is not None
        months[expires_on.replace(day=1)][kind] += credits
    expiring = [
        Expiring(month, sums[AccountKind.AVAILABLE], sums[AccountKind.HELD]) for month, sums in sorted(months.items())
    ]
    return Liability(sum(row.available for row in expiring), sum(row.held for row in expiring), expiring)
