"""Reading the ledger: what a citizen has, until when, and how it came about."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from common.city_time import day_span, next_month
from credits.models import GIVEN, AccountKind, Asset, LedgerAccount, Transfer, TransferKey
from credits.models import TransferKind as TransferKind

KINDS = (
    TransferKind.AWARD,
    TransferKind.BONUS,
    TransferKind.HOLD,
    TransferKind.RELEASE,
    TransferKind.DONATE,
    TransferKind.EXPIRE,
    TransferKind.CLAWBACK,
    TransferKind.REPAY,
    TransferKind.ADJUST,
    TransferKind.MERGE,
    TransferKind.REVERSAL,
)
"""The kinds of movement that a citizen's statement can hold."""
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Vintage:
    """Available credits that expire together, at the end of the day `expires_on`."""

    expires_on: date
    credits: int


class Entry(NamedTuple):
    """One line of a statement: `change` is signed, `balance` is what was available after it, if it is asked for."""

    transfer_id: int
    kind: TransferKind
    reference: str
    change: int
    balance: int | None
    expires_on: date | None
    event_at: datetime
    posted_at: datetime


Entries = Sequence[Entry]


class _Account(NamedTuple):
    """One vintage of the owner's at one moment."""

    pk: int
    balance: int
    expires_on: date
    last_transfer: int
    """The id of the last transfer that its balance holds; 0 before the first."""
    first_posted_at: datetime | None


_Accounts = Mapping[int, _Account]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Entries, latest first; `older_than` asks for the next page, `None` on the last.

    With what the owner had at the same moment, by vintage, and when their first movement was posted, if any was.
    """

    entries: Entries
    older_than: int | None
    vintages: Sequence[Vintage]
    first_posted_at: datetime | None

    def spendable_on(self, today: date) -> list[Vintage]:
        """As `vintages` gives them."""
        return [vintage for vintage in self.vintages if vintage.expires_on >= today]


def available(owner_id: int, *, today: date) -> int:
    """Credits that the owner can spend on a city day, as `holds.portions` counts them.

    What expired before counts no more, also while it waits to be posted as expired.
    """
    return _spendable_accounts(owner_id, today).aggregate(total=Sum("balance"))["total"] or 0


def available_of(owner_ids: Collection[int], *, today: date) -> dict[int, int]:
    """What each of many owners can spend on a city day; who has nothing is left out."""
    accounts = LedgerAccount.objects.filter(
        owner_id__in=owner_ids, kind=AccountKind.AVAILABLE, asset=Asset.CREDIT, expires_on__gte=today, balance__gt=0
    )
    return dict(accounts.values_list("owner_id").annotate(Sum("balance")))


def vintages(owner_id: int, *, today: date) -> list[Vintage]:
    """What the owner can spend on a city day, by the day it expires, earliest first."""
    accounts = _spendable_accounts(owner_id, today).filter(balance__gt=0).order_by("expires_on")
    rows = accounts.values_list("expires_on", "balance")
    return [Vintage(expires_on, balance) for expires_on, balance in rows if expires_on is not None]


def vintages_and_debt(owner_id: int, *, today: date) -> tuple[list[Vintage], int]:
    """What `vintages` and `debt` say, in one question."""
    accounts = (_spendable_accounts(owner_id, today).filter(balance__gt=0) | _debts(owner_id)).order_by("expires_on")
    rows = accounts.values_list("expires_on", "balance")
    spendable = [Vintage(expires_on, balance) for expires_on, balance in rows if expires_on is not None]
    return spendable, -sum(balance for expires_on, balance in rows if expires_on is None)


def page(
    owner_id: int,
    *,
    older_than: int | None = None,
    size: int = 30,
    kind: TransferKind | None = None,
    month: date | None = None,
) -> StatementPage:
    """A page of the owner's statement over all vintages, reached by key and never by offset.

    `month`, any day of it, leaves the movements posted in that month; they follow upon each other, so the balance
    after each is right. Movements of one `kind` do not: their lines carry no balance.
    """
    accounts = _accounts(owner_id)
    asked = _posted_in(month) & _of_kind(kind)
    older = Q(pk__lt=older_than) if older_than is not None else Q()
    transfers = _latest(accounts, asked & older, size + 1)
    balance = None if kind else _balance_before(accounts, _newer(older_than, month))
    entries = []
    for transfer in transfers[:size]:
        entries.append(_entry(transfer, accounts, balance))
        balance = None if balance is None else balance - entries[-1].change
    return StatementPage(
        entries,
        entries[-1].transfer_id if len(transfers) > size else None,
        [Vintage(each.expires_on, each.balance) for each in accounts.values() if each.balance > 0],
        min((each.first_posted_at for each in accounts.values() if each.first_posted_at), default=None),
    )


def walk(owner_id: int, *, kind: TransferKind | None = None, month: date | None = None) -> Iterator[Entry]:
    """Every line that `page` would show, earliest first, read in chunks: for a file of any length."""
    accounts = _accounts(owner_id)
    asked = _touching(accounts).filter(_posted_in(month) & _of_kind(kind)).order_by("pk")
    earlier = Q(created_at__lt=_month_span(month)[0]) if month is not None else None
    balance = 0 if earlier is None else _change(_touching(accounts).filter(earlier), accounts)
    last_id = 0
    while transfers := list(asked.filter(pk__gt=last_id)[:CHUNK]):
        for transfer in transfers:
            balance += _signed(transfer, accounts)
            yield _entry(transfer, accounts, None if kind else balance)
        last_id = transfers[-1].pk


def entry_of(owner_id: int, reference: str) -> Entry | None:
    """The owner's line for one reference, without a balance; `None` where nothing of theirs was posted under it."""
    accounts = _accounts(owner_id)
    key = TransferKey.objects.filter(reference=reference).values("transfer_id")
    transfer = _touching(accounts).filter(pk__in=key).first()
    return None if transfer is None else _entry(transfer, accounts, None)


def debt(owner_id: int) -> int:
    """Credits that the owner owes, since what was taken back had been spent: what they earn next repays it."""
    return -(_debts(owner_id).aggregate(total=Sum("balance"))["total"] or 0)


def held(owner_id: int) -> int:
    """Credits that are set aside for vouchers which no till has taken yet."""
    accounts = LedgerAccount.objects.filter(owner_id=owner_id, kind=AccountKind.HELD, asset=Asset.CREDIT)
    return accounts.aggregate(total=Sum("balance"))["total"] or 0


def given_to(cause: str, *, in_groups_of: int) -> int:
    """Credits that a cause, known by its public id, was given so far, as often as so many more citizens have given.

    So no two answers differ by what fewer gave. It is summed in the order of the gifts.
    """
    given = Transfer.objects.filter(credit__kind=AccountKind.CAUSE, credit__party=cause).order_by("pk")
    total = told = 0
    since: set[int] = set()
    for giver, amount in given.values_list("debit__owner_id", "amount").iterator():
        total += amount
        since.add(giver)
        if len(since) == in_groups_of:
            told = total
            since.clear()
    return told


def owed_to(merchant: str) -> int:
    """Fen that the scheme owes a merchant, known by its public id; summed, since its account keeps no balance."""
    account = {"kind": AccountKind.RECEIVABLE, "party": merchant, "asset": Asset.FEN}
    received = Transfer.objects.filter(**{f"credit__{name}": value for name, value in account.items()})
    paid = Transfer.objects.filter(GIVEN, **{f"debit__{name}": value for name, value in account.items()})
    return sum(sign * (legs.aggregate(total=Sum("amount"))["total"] or 0) for sign, legs in ((1, received), (-1, paid)))


def balance_at(owner_id: int, moment: datetime) -> int:
    """What the owner had available after everything posted up to `moment`."""
    return _change(Transfer.objects.filter(created_at__lte=moment), _accounts(owner_id))


def _spendable_accounts(owner_id: int, today: date) -> QuerySet[LedgerAccount]:
    return _available_accounts(owner_id).filter(expires_on__gte=today)


def _available_accounts(owner_id: int) -> QuerySet[LedgerAccount]:
    return LedgerAccount.objects.filter(owner_id=owner_id, kind=AccountKind.AVAILABLE, asset=Asset.CREDIT)


def _debts(owner_id: int) -> QuerySet[LedgerAccount]:
    return LedgerAccount.objects.filter(owner_id=owner_id, kind=AccountKind.DEBT, asset=Asset.CREDIT)


def _accounts(owner_id: int) -> dict[int, _Account]:
    """The owner's accounts, those that expire first leading, with what their balances hold, all as of one moment."""
    gained = Transfer.objects.filter(credit=OuterRef("pk"))
    last_gain = gained.order_by("-pk").values("pk")[:1]
    last_loss = Transfer.objects.filter(GIVEN, debit=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    accounts = _available_accounts(owner_id).annotate(
        last_transfer=Greatest(Coalesce(Subquery(last_gain), 0), Coalesce(Subquery(last_loss), 0)),
        first_posted_at=Subquery(gained.order_by("pk").values("created_at")[:1]),
    )
    rows = accounts.order_by("expires_on").values_list(*_Account._fields)
    return {row[0]: _Account(*row) for row in rows}


def _legs(accounts: _Accounts) -> list[Q]:
    """What each account gained and lost up to the moment of its balance; each is one walk along one index.

    So balances and movements agree, whatever is posted between their statements.
    """
    return [
        Q(side, pk__lte=account.last_transfer)
        for account in accounts.values()
        for side in (Q(credit=account.pk), Q(GIVEN, debit=account.pk))
    ]


def _touching(accounts: _Accounts) -> QuerySet[Transfer]:
    legs = _legs(accounts)
    return Transfer.objects.filter(reduce(or_, legs)) if legs else Transfer.objects.none()


def _latest(accounts: _Accounts, asked: Q, count: int) -> list[Transfer]:
    """The latest movements, latest first. Each leg ends after as many, so a long ledger is never searched."""
    legs = [Transfer.objects.filter(leg & asked).order_by("-pk")[:count] for leg in _legs(accounts)]
    return list(Transfer.objects.none().union(*legs, all=True).order_by("-pk")[:count])


def _balance_before(accounts: _Accounts, newer: Q | None) -> int:
    """What the owner had before the movements that are `newer`, if any are."""
    balance = sum(account.balance for account in accounts.values())
    return balance if newer is None else balance - _change(_touching(accounts).filter(newer), accounts)


def _newer(older_than: int | None, month: date | None) -> Q | None:
    """What was posted after all that a page may show."""
    if month is None:
        return None if older_than is None else Q(pk__gte=older_than)
    first, after = _month_span(month)
    later = Q(created_at__gte=after)
    return later if older_than is None else later | Q(pk__gte=older_than, created_at__gte=first)


def _posted_in(month: date | None) -> Q:
    if month is None:
        return Q()
    first, after = _month_span(month)
    return Q(created_at__gte=first, created_at__lt=after)


def _of_kind(kind: TransferKind | None) -> Q:
    return Q(kind=kind) if kind else Q()


def _month_span(month: date) -> tuple[datetime, datetime]:
    """The first moment of a month in Chengdu and the first after it."""
    first = month.replace(day=1)
    return day_span(first)[0], day_span(next_month(first))[0]


def _change(transfers: QuerySet[Transfer], accounts: _Accounts) -> int:
    gained = transfers.filter(credit__in=accounts).aggregate(total=Sum("amount"))["total"] or 0
    lost = transfers.filter(GIVEN, debit__in=accounts).aggregate(total=Sum("amount"))["total"] or 0
    return gained - lost


def _signed(transfer: Transfer, accounts: _Accounts) -> int:
    return transfer.amount if transfer.credit_id in accounts else -transfer.amount


def _entry(transfer: Transfer, accounts: _Accounts, balance: int | None) -> Entry:
    gained = transfer.credit_id in accounts
    account = accounts[transfer.credit_id if gained else transfer.debit_id]
    return Entry(
        transfer_id=transfer.pk,
        kind=TransferKind(transfer.kind),
        reference=transfer.reference,
        change=_signed(transfer, accounts),
        balance=balance,
        expires_on=account.expires_on,
        event_at=transfer.event_at,
        posted_at=transfer.created_at,
    )
