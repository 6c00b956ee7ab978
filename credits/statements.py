"""Reading the ledger: what a citizen has, until when, and how it came about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from common.city_time import day_span, next_month
from common.prepared import Prepared
from credits.models import GIVEN, AccountKind, Asset, LedgerAccount, Transfer, TransferKey
from credits.models import TransferKind as TransferKind

KINDS = (
    TransferKind.AWARD,
    TransferKind.HOLD,
    TransferKind.RELEASE,
    TransferKind.DONATE,
    TransferKind.EXPIRE,
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


@dataclass(frozen=True, slots=True)
class _Account:
    """One vintage of the owner's at one moment."""

    pk: int
    balance: int
    expires_on: date | None
    last_transfer: int
    """The id of the last transfer that its balance holds; 0 before the first."""


class _PageAccount(NamedTuple):
    """One vintage of the owner's; `newer` is what it changed by after the movements that a page may show."""

    balance: int
    expires_on: date
    first_posted_at: datetime | None
    newer: int


class _Movement(NamedTuple):
    transfer_id: int
    kind: str
    reference: str
    change: int
    expires_on: date
    event_at: datetime
    posted_at: datetime


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


_VINTAGES = Prepared(
    "spendable_vintages",
    """
    SELECT expires_on, balance FROM credits_ledgeraccount
    WHERE owner_id = $1::bigint AND kind = 'available' AND asset = 'credit' AND expires_on >= $2::date AND balance > 0
    ORDER BY expires_on
    """,
)


def vintages(owner_id: int, *, today: date) -> list[Vintage]:
    """What the owner can spend on a city day, by the day it expires, earliest first."""
    return [Vintage(*row) for row in _VINTAGES.rows(owner_id, today)]


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
    first, after = _month_span(month) if month is not None else (None, None)
    accounts, movements = _read_page(
        owner=owner_id, older_than=older_than, count=size + 1, kind=kind and kind.value, first=first, after=after
    )
    balance = sum(account.balance - account.newer for account in accounts)
    entries = []
    for transfer_id, kind_code, reference, change, expires_on, event_at, posted_at in movements[:size]:
        balance_after = balance if kind is None else None
        entries.append(
            Entry(
                transfer_id, TransferKind(kind_code), reference, change, balance_after, expires_on, event_at, posted_at
            )
        )
        balance -= change
    return StatementPage(
        entries,
        entries[-1].transfer_id if len(movements) > size else None,
        [Vintage(account.expires_on, account.balance) for account in accounts if account.balance > 0],
        min((account.first_posted_at for account in accounts if account.first_posted_at), default=None),
    )


def walk(owner_id: int, *, kind: TransferKind | None = None, month: date | None = None) -> Iterator[Entry]:
    """Every line that `page` would show, earliest first, read in chunks: for a file of any length."""
    accounts = _accounts(owner_id)
    touching = _touching(accounts)
    balance = 0
    if month is not None:
        first, after = _month_span(month)
        balance = _change(touching.filter(created_at__lt=first), accounts)
        touching = touching.filter(created_at__gte=first, created_at__lt=after)
    if kind is not None:
        touching = touching.filter(kind=kind)
    last_id = 0
    while transfers := list(touching.filter(pk__gt=last_id).order_by("pk")[:CHUNK]):
        for transfer in transfers:
            balance += _signed(transfer, accounts)
            yield _entry(transfer, accounts, balance if kind is None else None)
        last_id = transfers[-1].pk


def entry_of(owner_id: int, reference: str) -> Entry | None:
    """The owner's line for one reference, without a balance; `None` where nothing of theirs was posted under it."""
    accounts = _accounts(owner_id)
    key = TransferKey.objects.filter(reference=reference).values("transfer_id")
    transfer = _touching(accounts).filter(pk__in=key).first()
    return None if transfer is None else _entry(transfer, accounts, None)


def given_to(cause: str) -> int:
    """Credits that a cause, known by its public id, was given so far; summed, since its account keeps no balance."""
    given = Transfer.objects.filter(credit__kind=AccountKind.CAUSE, credit__party=cause)
    return given.aggregate(total=Sum("amount"))["total"] or 0


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


def _accounts(owner_id: int) -> dict[int, _Account]:
    """The owner's accounts with their balances and the last transfers in these, all as of one moment."""
    last_gain = Transfer.objects.filter(credit=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    last_loss = Transfer.objects.filter(GIVEN, debit=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    accounts = _available_accounts(owner_id).annotate(
        last_transfer=Greatest(Coalesce(Subquery(last_gain), 0), Coalesce(Subquery(last_loss), 0))
    )
    rows = accounts.values_list("pk", "balance", "expires_on", "last_transfer")
    return {row[0]: _Account(*row) for row in rows}


def _legs(accounts: dict[int, _Account]) -> list[Q]:
    """What each account gained and lost up to the moment of its balance; each is one walk along one index."""
    return [
        Q(side, pk__lte=account.last_transfer)
        for account in accounts.values()
        for side in (Q(credit=account.pk), Q(GIVEN, debit=account.pk))
    ]


def _touching(accounts: dict[int, _Account]) -> QuerySet[Transfer]:
    legs = _legs(accounts)
    return Transfer.objects.filter(reduce(or_, legs)) if legs else Transfer.objects.none()


PAGE = """
    WITH account AS MATERIALIZED (
        SELECT id, balance, expires_on FROM credits_ledgeraccount
        WHERE owner_id = %(owner)s AND kind = 'available' AND asset = 'credit'
    )
    SELECT NULL AS id, NULL, NULL, balance, expires_on, NULL,
           (SELECT created_at FROM credits_transfer WHERE credit_id = account.id ORDER BY id LIMIT 1),
           CASE WHEN %(kind)s IS NOT NULL OR %(after)s IS NULL AND %(older_than)s IS NULL THEN 0 ELSE (
               SELECT coalesce(sum(change), 0)::bigint
               FROM (
                   SELECT id, amount AS change, created_at FROM credits_transfer WHERE credit_id = account.id
                   UNION ALL
                   SELECT id, -amount, created_at FROM credits_transfer
                   WHERE debit_id = account.id AND kind <> 'award'
               ) AS leg
               WHERE CASE WHEN %(after)s IS NULL THEN id >= %(older_than)s
                          WHEN %(older_than)s IS NULL THEN created_at >= %(after)s
                          ELSE created_at >= %(after)s OR id >= %(older_than)s AND created_at >= %(first)s END
           ) END
    FROM account
    UNION ALL
    (
        SELECT movement.id, kind, reference, change, expires_on, event_at, created_at, NULL
        FROM account CROSS JOIN LATERAL (
            (
                SELECT id, kind, reference, amount AS change, event_at, created_at FROM credits_transfer
                WHERE credit_id = account.id
                  AND (%(older_than)s IS NULL OR id < %(older_than)s) AND (%(kind)s IS NULL OR kind = %(kind)s)
                  AND (%(first)s IS NULL OR created_at >= %(first)s AND created_at < %(after)s)
                ORDER BY id DESC LIMIT %(count)s
            )
            UNION ALL
            (
                SELECT id, kind, reference, -amount, event_at, created_at FROM credits_transfer
                WHERE debit_id = account.id AND kind <> 'award'
                  AND (%(older_than)s IS NULL OR id < %(older_than)s) AND (%(kind)s IS NULL OR kind = %(kind)s)
                  AND (%(first)s IS NULL OR created_at >= %(first)s AND created_at < %(after)s)
                ORDER BY id DESC LIMIT %(count)s
            )
        ) AS movement
        ORDER BY movement.id DESC LIMIT %(count)s
    )
"""
"""One statement sees one moment, so balances and movements agree. Each leg is a walk along one index that ends after a
page, so a long ledger is never searched. What is not asked for falls away before the statement is planned.
"""


def _read_page(**asked: int | str | datetime | None) -> tuple[list[_PageAccount], list[_Movement]]:
    """The owner's accounts, those that expire first leading; and the latest movements, latest first."""
    with connection.cursor() as cursor:
        cursor.execute(PAGE, asked)
        rows = cursor.fetchall()
    accounts = [_PageAccount(*row[3:5], *row[6:]) for row in rows if row[0] is None]
    movements = [_Movement(*row[:7]) for row in rows if row[0] is not None]
    accounts.sort(key=lambda account: account.expires_on)
    movements.sort(reverse=True)
    return accounts, movements


def _month_span(month: date) -> tuple[datetime, datetime]:
    """The first moment of a month in Chengdu and the first after it."""
    first = month.replace(day=1)
    return day_span(first)[0], day_span(next_month(first))[0]


def _change(transfers: QuerySet[Transfer], accounts: dict[int, _Account]) -> int:
    gained = transfers.filter(credit__in=accounts).aggregate(total=Sum("amount"))["total"] or 0
    lost = transfers.filter(GIVEN, debit__in=accounts).aggregate(total=Sum("amount"))["total"] or 0
    return gained - lost


def _signed(transfer: Transfer, accounts: dict[int, _Account]) -> int:
    return transfer.amount if transfer.credit_id in accounts else -transfer.amount


def _entry(transfer: Transfer, accounts: dict[int, _Account], balance: int | None) -> Entry:
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
