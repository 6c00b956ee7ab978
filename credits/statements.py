"""Reading the ledger: what a citizen has, until when, and how it came about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from credits.models import AccountKind, Asset, LedgerAccount, Transfer, TransferKind


@dataclass(frozen=True, slots=True)
class Vintage:
    """Available credits that expire together, at the end of the day `expires_on`."""

    expires_on: date
    credits: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a statement: `change` is signed, `balance` is what was available after it."""

    transfer_id: int
    kind: TransferKind
    reference: str
    change: int
    balance: int
    expires_on: date | None
    event_at: datetime
    posted_at: datetime


Entries = Sequence[Entry]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Entries, latest first; `older_than` asks for the next page, `None` on the last."""

    entries: Entries
    older_than: int | None


def available(owner_id: int) -> int:
    """Credits that the owner can spend now."""
    return _available_accounts(owner_id).aggregate(total=Sum("balance"))["total"] or 0


def vintages(owner_id: int) -> list[Vintage]:
    """What the owner can spend, by the day it expires, earliest first."""
    rows = _available_accounts(owner_id).filter(balance__gt=0).order_by("expires_on")
    return [
        Vintage(expires_on, balance)
        for expires_on, balance in rows.values_list("expires_on", "balance")
        if expires_on is not None
    ]


def page(owner_id: int, *, older_than: int | None = None, size: int = 30) -> StatementPage:
    """A page of the owner's statement over all vintages, reached by key and never by offset."""
    accounts = {account.pk: account for account in _available_accounts(owner_id)}
    touching = Transfer.objects.filter(Q(debit__in=accounts) | Q(credit__in=accounts))
    balance = sum(account.balance for account in accounts.values())
    if older_than is not None:
        balance -= _change(touching.filter(pk__gte=older_than), accounts)
        touching = touching.filter(pk__lt=older_than)
    transfers = list(touching.order_by("-pk")[: size + 1])
    entries = []
    for transfer in transfers[:size]:
        entry = _entry(transfer, accounts, balance)
        entries.append(entry)
        balance -= entry.change
    return StatementPage(entries, entries[-1].transfer_id if len(transfers) > size else None)


def balance_at(owner_id: int, moment: datetime) -> int:
    """What the owner had available after everything posted up to `moment`."""
    accounts = {account.pk: account for account in _available_accounts(owner_id)}
    return _change(Transfer.objects.filter(created_at__lte=moment), accounts)


def _available_accounts(owner_id: int) -> QuerySet[LedgerAccount]:
    return LedgerAccount.objects.filter(owner_id=owner_id, kind=AccountKind.AVAILABLE, asset=Asset.CREDIT)


def _change(transfers: QuerySet[Transfer], accounts: dict[int, LedgerAccount]) -> int:
    gained = transfers.filter(credit__in=accounts).aggregate(total=Sum("amount"))["total"] or 0
    lost = transfers.filter(debit__in=accounts).aggregate(total=Sum("amount"))["total"] or 0
    return gained - lost


def _entry(transfer: Transfer, accounts: dict[int, LedgerAccount], balance: int) -> Entry:
    gained = transfer.credit_id in accounts
    account = accounts[transfer.credit_id if gained else transfer.debit_id]
    return Entry(
        transfer_id=transfer.pk,
        kind=TransferKind(transfer.kind),
        reference=transfer.reference,
        change=transfer.amount if gained else -transfer.amount,
        balance=balance,
        expires_on=account.expires_on,
        event_at=transfer.event_at,
        posted_at=transfer.created_at,
    )
