"""A merchant as a business: what its licence says, who answers for it, and what of that is missing.

Locks: the merchant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.texts import listed
from merchants import bank_accounts
from merchants.models import Contact, Merchant


@dataclass(frozen=True, slots=True)
class Business:
    """What a licence says, and whom the scheme asks for."""

    licence_number: str
    legal_name: str
    contact: str
    phone: str


@transaction.atomic
def write(merchant: Merchant, business: Business) -> Merchant:
    """An application says all of it, as often as it is sent."""
    locked = Merchant.objects.select_for_update(no_key=True).get(pk=merchant.pk)
    locked.licence_number, locked.legal_name = business.licence_number, business.legal_name
    locked.save(update_fields=["licence_number", "legal_name"])
    _answers(locked, business)
    return locked


@transaction.atomic
def complete(merchant: Merchant, business: Business) -> Merchant:
    """Adds what a merchant has never said. What the desk has looked at stays as it is, but for who answers for it."""
    locked = Merchant.objects.select_for_update(no_key=True).get(pk=merchant.pk)
    locked.licence_number = locked.licence_number or business.licence_number
    locked.legal_name = locked.legal_name or business.legal_name
    locked.save(update_fields=["licence_number", "legal_name"])
    _answers(locked, business)
    return locked


def contact_of(merchant: Merchant) -> Contact | None:
    return Contact.objects.filter(merchant=merchant).first()


def missing(merchant: Merchant, *, now: datetime) -> str:
    """What a merchant has yet to say, in the reader's words. An account that waits is said."""
    said: Mapping[Promise, object] = {
        _("licence number"): merchant.licence_number,
        _("legal name"): merchant.legal_name,
        _("contact person"): contact_of(merchant),
        _("bank account"): bank_accounts.in_force(merchant, now=now) or bank_accounts.pending(merchant, now=now),
    }
    return listed(str(words) for words, value in said.items() if not value)


def others_with_licence(merchant: Merchant) -> QuerySet[Merchant]:
    """Other merchants under the same licence."""
    same = Merchant.objects.filter(licence_number=merchant.licence_number).exclude(pk=merchant.pk).order_by("pk")
    return same if merchant.licence_number else same.none()


def _answers(merchant: Merchant, business: Business) -> None:
    said = {"name": business.contact, "phone": business.phone}
    Contact.objects.update_or_create(merchant=merchant, defaults=said)
