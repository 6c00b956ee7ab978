"""What the desk looks at of a merchant as a business: what is missing, and who else has its licence or its account."""

from dataclasses import dataclass
from datetime import datetime

from accounts.refusals import Unreadable
from merchants import bank_accounts, businesses
from merchants.models import BankAccount, Merchant


@dataclass(frozen=True, slots=True)
class Review:
    """Of bank accounts the last four digits; accounts that were withdrawn stay to be seen."""

    missing: str
    contact: str
    contact_phone: str
    account: BankAccount | None
    pending: BankAccount | None
    past: list[BankAccount]
    same_licence: list[Merchant]
    same_account: list[Merchant]


def of(merchant: Merchant, *, whole: bool, now: datetime) -> Review:
    """`whole` is for whoever may see whole names and phones."""
    contact = businesses.contact_of(merchant)
    account, pending = bank_accounts.in_force(merchant, now=now), bank_accounts.pending(merchant, now=now)
    shown = {each.pk for each in (account, pending) if each}
    return Review(
        missing=businesses.missing(merchant, now=now),
        contact=_name(contact.name, whole=whole) if contact else "",
        contact_phone=_phone(contact.phone, whole=whole) if contact else "",
        account=account,
        pending=pending,
        past=list(merchant.bank_accounts.exclude(pk__in=shown).select_related("given_by").order_by("-pk")),
        same_licence=list(businesses.others_with_licence(merchant)),
        same_account=_same_account([each for each in (account, pending) if each]),
    )


def _same_account(accounts: list[BankAccount]) -> list[Merchant]:
    found: dict[int, Merchant] = {}
    for account in accounts:
        try:
            found |= {merchant.pk: merchant for merchant in bank_accounts.others_with(account)}
        except Unreadable:
            continue  # its key is gone: nobody is compared with it, and the payment file says so
    return list(found.values())


def _name(name: str, *, whole: bool) -> str:
    return name if whole else f"{name[:1]}**"


def _phone(phone: str, *, whole: bool) -> str:
    return phone if whole else f"****{phone[-4:]}"
