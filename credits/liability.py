"""What the scheme has promised: credits that citizens hold, set aside or free, and when they expire."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, Subquery, Sum
from django.db.models.functions import Coalesce

from credits.models import AccountKind, Asset, LedgerAccount, Transfer

HELD_BY_CITIZENS = (AccountKind.AVAILABLE, AccountKind.HELD)


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


def outstanding_at(moment: datetime) -> int:
    """Everything that could still be spent at a moment: what is held now without what was posted from then on.

    One statement, so that nobody posts between what it adds and what it takes away.
    """
    into, out = (Sum("amount", filter=Q(**{f"{side}__kind__in": HELD_BY_CITIZENS})) for side in ("credit", "debit"))
    since = Transfer.objects.filter(asset=Asset.CREDIT, created_at__gte=moment).order_by().values("asset")
    posted = since.annotate(net=Coalesce(into, 0) - Coalesce(out, 0)).values("net")
    held = LedgerAccount.objects.filter(kind__in=HELD_BY_CITIZENS, asset=Asset.CREDIT)
    then: int | None = held.aggregate(then=Sum("balance") - Coalesce(Subquery(posted), 0))["then"]
    return then or 0


def liability() -> Liability:
    """What citizens hold now, over all vintages, the earliest first."""
    accounts = LedgerAccount.objects.filter(kind__in=HELD_BY_CITIZENS, asset=Asset.CREDIT, balance__gt=0)
    months: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for kind, expires_on, credits in accounts.values_list("kind", "expires_on").annotate(Sum("balance")):
        assert expires_on is not None
        months[expires_on.replace(day=1)][kind] += credits
    expiring = [
        Expiring(month, sums[AccountKind.AVAILABLE], sums[AccountKind.HELD]) for month, sums in sorted(months.items())
    ]
    return Liability(sum(row.available for row in expiring), sum(row.held for row in expiring), expiring)
