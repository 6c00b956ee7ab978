"""The books: what every kind of account held, gave and received in any days, out of kept sums and the open day's rows.

A transfer belongs to the city day on which it was posted (`created_at`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Max, Min, QuerySet, Sum

from common.city_time import city_day, day_span
from credits import summing
from credits.models import GIVEN, DayFlow, DayShare, LedgerAccount, Transfer
from credits.models import AccountKind as AccountKind
from credits.models import Asset as Asset
from credits.models import TransferKind as TransferKind
from credits.summing import Holder, Sums, Way

FRESH_FOR_S = 60
EARLIEST = date(2000, 1, 1)
"""No ledger is older, and whoever asks for an earlier day asks for this one."""

Flows = Mapping[Way, Sums]
Shares = Mapping[Holder, Sums]


class Line(NamedTuple):
    """What the accounts of one kind held before, gave, and received; what an account gives it may come to owe."""

    kind: AccountKind
    opening: int
    gave: int
    received: int

    @property
    def closing(self) -> int:
        return self.opening - self.gave + self.received


@dataclass(frozen=True, slots=True)
class Trial:
    """The trial balance of one asset."""

    asset: Asset
    lines: Sequence[Line]

    @property
    def gave(self) -> int:
        return sum(line.gave for line in self.lines)

    @property
    def received(self) -> int:
        return sum(line.received for line in self.lines)

    @property
    def opening(self) -> int:
        return sum(line.opening for line in self.lines)

    @property
    def closing(self) -> int:
        return sum(line.closing for line in self.lines)

    @property
    def is_even(self) -> bool:
        """Whether what was given was received, and all that is held and owed comes to nothing."""
        return self.gave == self.received and self.closing == 0


class Held(NamedTuple):
    """What was in accounts of one kind, of a citizen's by the day on which it expires."""

    kind: AccountKind
    asset: Asset
    expires_on: date | None
    balance: int


@dataclass(frozen=True, slots=True)
class Books:
    """Some days as they stood at a moment."""

    first: date
    until: datetime
    """What was posted before it: the end of the last day, or the moment of the look."""
    before: Flows
    """Of all days before the first."""
    flows: Flows
    shares: Shares

    def trials(self) -> list[Trial]:
        """Of each asset that ever moved."""
        assets = sorted({way.asset for way in (*self.before, *self.flows)})
        return [Trial(Asset(asset), self._lines(asset)) for asset in assets]

    def _lines(self, asset: str) -> list[Line]:
        """In the order of the accounts' kinds, those alone that ever held something."""
        before, now = _by_account(self.before, asset), _by_account(self.flows, asset)
        return [
            Line(kind, before[kind][1] - before[kind][0], *now[kind])
            for kind in AccountKind
            if any((*before[kind], *now[kind]))
        ]


def books(first: date, last: date, *, now: datetime) -> Books:
    """From the beginning of one day to the end of another, or up to now; where it is not over, at most a minute old."""
    end = day_span(last)[1]
    if end <= now:
        return _look(first, end)
    key = f"credits:books:{first}:{last}:{city_day(now)}"
    known: Books | None = cache.get(key)
    if known is None:
        known = _look(first, now)
        cache.set(key, known, FRESH_FOR_S)
    return known


def flows(first: date | None, until: datetime) -> Flows:
    """What went which way, from the beginning of a day or of all up to a moment; days that are kept are not read."""
    kept = _Kept(DayFlow, first, until)
    sums = kept.sums(Way)
    return summing.together([*sums, *_of_all_days(summing.flows(kept.posted_since()))])


def shares(first: date | None, until: datetime, **asked: Any) -> Shares:
    """What each budget, party and vintage received and gave; of those alone whose accounts are as `asked`, if any."""
    kept = _Kept(DayShare, first, until)
    sums = kept.sums(Holder, **asked)
    return summing.together([*sums, *_of_all_days(summing.shares(kept.posted_since(), **asked))])


def balances_at(until: datetime) -> list[Trial]:
    """What every kind of account held after everything that was posted before a moment."""
    return Books(city_day(until), until, flows(None, until), {}, {}).trials()


def held_by(owner_id: int, until: datetime) -> list[Held]:
    """What the accounts of a citizen held before a moment, by their transfers, which are few."""
    accounts = {account.pk: account for account in LedgerAccount.objects.filter(owner=owner_id)}
    posted = Transfer.objects.filter(created_at__lt=until)
    balances = Counter[int]()
    for rows, end, sign in ((posted, "credit", 1), (posted.filter(GIVEN), "debit", -1)):
        legs = rows.filter(**{f"{end}__in": list(accounts)}).order_by().values_list(end)
        balances.update({pk: sign * int(amount) for pk, amount in legs.annotate(Sum("amount"))})
    return _held((accounts[pk], balance) for pk, balance in balances.items())


def held_under(until: datetime, **asked: Any) -> list[Held]:
    """What the accounts of a budget or a party held before a moment."""
    balances = Counter[tuple[str, str]]()
    for holder, sums in shares(None, until, **asked).items():
        balances[holder.account_kind, holder.asset] += sums.amount if holder.gained else -sums.amount
    return sorted(Held(AccountKind(kind), Asset(asset), None, balance) for (kind, asset), balance in balances.items())


def _held(balances: Iterable[tuple[LedgerAccount, int]]) -> list[Held]:
    found = [Held(AccountKind(one.kind), Asset(one.asset), one.expires_on, balance) for one, balance in balances]
    return sorted(found, key=lambda held: (held.kind, held.expires_on or date.min))


def _look(first: date, until: datetime) -> Books:
    return Books(first, until, flows(None, day_span(first)[0]), flows(first, until), shares(first, until))


def _by_account(moved: Flows, asset: str) -> dict[str, tuple[int, int]]:
    """What accounts of each kind gave and received."""
    gave, received = Counter[str](), Counter[str]()
    for way, sums in moved.items():
        if way.asset == asset:
            gave[way.debit_kind] += sums.amount
            received[way.credit_kind] += sums.amount
    return {kind: (gave[kind], received[kind]) for kind in AccountKind}


class _Kept:
    """What a table keeps of some days, and the transfers of those that it does not keep yet."""

    def __init__(self, table: type[DayFlow] | type[DayShare], first: date | None, until: datetime) -> None:
        days = table._default_manager.filter(day__lt=city_day(until))
        # A day that is kept meanwhile is later than this one, and added up once more out of its transfers.
        self.last: date | None = days.aggregate(last=Max("day"))["last"]
        self.days = days.filter(day__lte=self.last) if self.last else days.none()
        self.first, self.until = first, until
        if first is not None:
            self.days = self.days.filter(day__gte=first)

    def sums(self, key: Any, **asked: Any) -> Iterator[tuple[Any, Sums]]:
        """By the key's columns."""
        columns = {"t": Sum("transfers"), "a": Sum("amount"), "f": Min("first_id"), "l": Max("last_id")}
        rows = self.days.filter(**asked).order_by().values_list(*key._fields)
        for row in rows.annotate(**columns):
            of, sums = row[: -len(columns)], row[-len(columns) :]
            yield key(*of), Sums(*map(int, sums))

    def posted_since(self) -> QuerySet[Transfer]:
        midnights = [day_span(self.last)[1]] if self.last else []
        midnights += [day_span(self.first)[0]] if self.first else []
        posted = Transfer.objects.filter(created_at__lt=self.until)
        return posted.filter(created_at__gte=max(midnights)) if midnights else posted


def _of_all_days(summed: Iterable[tuple[tuple[date, Any], Sums]]) -> Iterator[tuple[Any, Sums]]:
    return ((of, sums) for (_day, of), sums in summed)
