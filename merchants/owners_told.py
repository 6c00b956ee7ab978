"""What all owners of a merchant are told at once: another bank account waits, or was withdrawn."""

from datetime import datetime

from django.urls import reverse

from accounts.inbox.telling import News, tell
from merchants.models import BankAccount, Membership, Role

ACCOUNT_GIVEN = "bank_account_given"
ACCOUNT_WITHDRAWN = "bank_account_withdrawn"


def account_given(account: BankAccount, *, now: datetime) -> None:
    _tell(account, ACCOUNT_GIVEN, now, in_force_at=account.in_force_at.isoformat())


def account_withdrawn(account: BankAccount, *, now: datetime) -> None:
    _tell(account, ACCOUNT_WITHDRAWN, now)


def _tell(account: BankAccount, code: str, now: datetime, **facts: object) -> None:
    """Of the number the last four digits."""
    merchant, key = account.merchant, f"{code}:{account.public_id}"
    path = reverse("merchants:business", args=[merchant.public_id])
    said = {"merchant": merchant.name, "tail": account.tail, **facts}
    owners = Membership.objects.current().filter(merchant=merchant, role=Role.OWNER)
    tell([News(owner, code, key, path, said) for owner in owners.values_list("user", flat=True)], now=now)
