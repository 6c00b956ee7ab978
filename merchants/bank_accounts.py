"""Bank accounts of merchants: given by an owner, in force after a while, and until then to be withdrawn by any owner.

Numbers are read by what writes the bank's payment file, and by nothing else. Locks: the merchant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.pseudonyms import pseudonyms
from accounts.vault import seal, unseal
from merchants import owners_told
from merchants.account_numbers import tail
from merchants.models import OPEN_APPLICATIONS, BankAccount, Merchant
from merchants.refusals import AccountWaits, NoAccountWaits, NoLegalName, SameAccount


@dataclass(frozen=True, slots=True)
class Account:
    """As an owner gives it; in whose name it is, the licence says."""

    bank: str
    number: str


@transaction.atomic
def give(*, merchant: Merchant, account: Account, by: User, now: datetime) -> BankAccount:
    """Writes an account down. Before the desk has approved the merchant it is in force at once, later after a while.

    Every owner is told, so that one whose account somebody else would change can withdraw it. Raises `NoLegalName`,
    `AccountWaits`, and `SameAccount` where it is the one in force.
    """
    locked = Merchant.objects.select_for_update(no_key=True).get(pk=merchant.pk)
    names = _pseudonyms(account.number)
    _check(locked, account, names, now)
    at_once = is_applying(locked)
    given = BankAccount.objects.create(
        merchant=locked,
        bank=account.bank,
        holder=locked.legal_name,
        sealed_number=seal(account.number),
        tail=tail(account.number),
        pseudonym=names[0],
        given_at=now,
        given_by=by,
        in_force_at=now if at_once else now + waiting_time(),
    )
    if not at_once:
        owners_told.account_given(given, now=now)
    return given


@transaction.atomic
def withdraw(*, account: BankAccount, by: User, now: datetime) -> BankAccount:
    """It never comes into force. Raises `NoAccountWaits`."""
    Merchant.objects.select_for_update(no_key=True).get(pk=account.merchant_id)
    waiting = BankAccount.objects.pending(now).filter(pk=account.pk).first()
    if waiting is None:
        raise NoAccountWaits
    waiting.withdrawn_at, waiting.withdrawn_by = now, by
    waiting.save(update_fields=["withdrawn_at", "withdrawn_by"])
    owners_told.account_withdrawn(waiting, now=now)
    return waiting


def in_force(merchant: Merchant, *, now: datetime) -> BankAccount | None:
    """The account that a merchant is paid into now."""
    return BankAccount.objects.filter(merchant=merchant).in_force(now).first()


def pending(merchant: Merchant, *, now: datetime) -> BankAccount | None:
    """The account that waits to come into force."""
    return BankAccount.objects.filter(merchant=merchant).pending(now).first()


def others_with(account: BankAccount) -> QuerySet[Merchant]:
    """Other merchants that have ever given the same account. Raises `accounts.refusals.Unreadable`."""
    same = BankAccount.objects.filter(pseudonym__in=_pseudonyms(number_of(account)))
    return Merchant.objects.filter(bank_accounts__in=same).exclude(pk=account.merchant_id).distinct().order_by("pk")


def number_of(account: BankAccount) -> str:
    """The whole number, for the bank alone. Raises `accounts.refusals.Unreadable`."""
    return unseal(account.sealed_number)


def has_own_number(account: BankAccount) -> bool:
    """Whether the sealed number is the one that was given. Raises `accounts.refusals.Unreadable`."""
    number = number_of(account)
    return account.pseudonym in _pseudonyms(number) and account.tail == tail(number)


def is_applying(merchant: Merchant) -> bool:
    """Whether the desk has yet to look at the merchant, its account included."""
    return merchant.status in OPEN_APPLICATIONS


def waiting_time() -> timedelta:
    return timedelta(days=settings.BANK_ACCOUNT_WAIT_DAYS)


def _check(locked: Merchant, account: Account, names: Sequence[UUID], now: datetime) -> None:
    if not locked.legal_name:
        raise NoLegalName
    if pending(locked, now=now) is not None:
        raise AccountWaits
    current = in_force(locked, now=now)
    same_bank = current is not None and (current.bank, current.holder) == (account.bank, locked.legal_name)
    if current is not None and same_bank and current.pseudonym in names:
        raise SameAccount


def _pseudonyms(number: str) -> Sequence[UUID]:
    """By which the same account is found under every key; today's first."""
    return pseudonyms(f"bank account:{number}")
