"""What all owners of a merchant are told at once: what the desk decided, and what becomes of its bank account."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse

from accounts.inbox.telling import News, tell
from merchants.models import BankAccount, Membership, Merchant, MerchantStatus, Role

ACCOUNT_GIVEN = "bank_account_given"
ACCOUNT_WITHDRAWN = "bank_account_withdrawn"
DECIDED = {
    MerchantStatus.APPROVED: "merchant_approved",
    MerchantStatus.REFUSED: "merchant_refused",
    MerchantStatus.SUSPENDED: "merchant_suspended",
}


def decided(merchant: Merchant, *, now: datetime) -> None:
    """The desk has approved, refused or suspended it just now."""
    code = DECIDED[MerchantStatus(merchant.status)]
    path = reverse("merchants:room", args=[merchant.public_id])
    _tell(merchant, code, f"{code}:{merchant.public_id}:{now.isoformat()}", path, {}, now)


def account_given(account: BankAccount, *, now: datetime) -> None:
    _tell_of_account(account, ACCOUNT_GIVEN, now, in_force_at=account.in_force_at.isoformat())


def account_withdrawn(account: BankAccount, *, now: datetime) -> None:
    _tell_of_account(account, ACCOUNT_WITHDRAWN, now)


def _tell_of_account(account: BankAccount, code: str, now: datetime, **facts: object) -> None:
    """Of the number the last four digits."""
    path = reverse("merchants:business", args=[account.merchant.public_id])
    _tell(account.merchant, code, f"{code}:{account.public_id}", path, {"tail": account.tail, **facts}, now)


def _tell(merchant: Merchant, code: str, key: str, path: str, facts: Mapping[str, object], now: datetime) -> None:
    said = {"merchant": merchant.name, **facts}
    owners = Membership.objects.current().filter(merchant=merchant, role=Role.OWNER)
    tell([News(owner, code, key, path, said) for owner in owners.values_list("user", flat=True)], now=now)
