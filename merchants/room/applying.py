"""A citizen applies as a merchant: they own it from then on, and the desk decides whether it may take credits.

Locks: the citizen, so that of two applications sent at once one is made; then the merchant.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Profile, User
from common.texts import Text
from merchants.models import OPEN_APPLICATIONS, Membership, Merchant, MerchantStatus, Role
from merchants.refusals import AppliedAlready, NothingToCorrect, PhoneNotShown
from merchants.room import shops
from merchants.room.shops import Place


@dataclass(frozen=True, slots=True)
class Application:
    """What an applicant says of the merchant and its first shop. How to reach them, their profile knows."""

    name: Text
    business: str
    shop: Place


def open_application_of(citizen: User) -> Merchant | None:
    """The merchant that a citizen has applied for and that the desk has not approved."""
    return Merchant.objects.filter(applicant=citizen, status__in=OPEN_APPLICATIONS).first()


@transaction.atomic
def apply(*, citizen: User, application: Application, now: datetime) -> Merchant:
    """Makes the merchant with its first shop, owned by the applicant. Raises `PhoneNotShown`, `AppliedAlready`."""
    User.objects.select_for_update(no_key=True).get(pk=citizen.pk)
    if not Profile.objects.filter(user=citizen, phone__isnull=False, phone_verified_at__isnull=False).exists():
        raise PhoneNotShown
    if open_application_of(citizen) is not None:
        raise AppliedAlready
    merchant = Merchant.objects.create(
        name=application.name, business=application.business, applicant=citizen, status_at=now
    )
    Membership.objects.create(merchant=merchant, user=citizen, role=Role.OWNER, invited_at=now, accepted_at=now)
    shops.add(merchant=merchant, place=application.shop, now=now)
    return merchant


@transaction.atomic
def correct(*, merchant: Merchant, application: Application, now: datetime) -> Merchant:
    """Sends a refused application again, as it reads now. Raises `NothingToCorrect`."""
    locked = Merchant.objects.select_for_update(no_key=True).get(pk=merchant.pk)
    if locked.status != MerchantStatus.REFUSED:
        raise NothingToCorrect
    locked.name, locked.business = application.name, application.business
    locked.status, locked.status_at, locked.refusal = MerchantStatus.APPLIED, now, {}
    locked.save(update_fields=["name", "business", "status", "status_at", "refusal"])
    shop = locked.first_shop()
    assert shop is not None
    shops.change(shop=shop, place=application.shop)
    return locked
