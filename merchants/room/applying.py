"""A citizen applies as a merchant: they own it from then on, and the desk decides whether it may take credits.

Locks: the citizen, so that of two applications sent at once one is made; then the merchant.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Profile, User
from common.texts import Text
from merchants import bank_accounts, businesses
from merchants.bank_accounts import Account
from merchants.businesses import Business
from merchants.models import OPEN_APPLICATIONS, Membership, Merchant, MerchantStatus, Role
from merchants.refusals import AppliedAlready, NothingToCorrect, PhoneNotShown, SameAccount
from merchants.room import shops
from merchants.room.shops import Place


@dataclass(frozen=True, slots=True)
class Application:
    """What an applicant says of the merchant and its first shop. How to reach them, their profile knows.

    Without an account in a correction the one that was given stays.
    """

    name: Text
    business: str
    shop: Place
    registered: Business | None = None
    account: Account | None = None


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
    return _registered(merchant, application, citizen, now)


@transaction.atomic
def correct(*, merchant: Merchant, application: Application, now: datetime) -> Merchant:
    """Its applicant sends a refused application again, as it reads now. Raises `NothingToCorrect`."""
    locked = Merchant.objects.select_for_update(no_key=True).get(pk=merchant.pk)
    if locked.status != MerchantStatus.REFUSED or not _is_owned_by_applicant(locked):
        raise NothingToCorrect
    locked.name, locked.business = application.name, application.business
    locked.status, locked.status_at, locked.refusal = MerchantStatus.APPLIED, now, {}
    locked.save(update_fields=["name", "business", "status", "status_at", "refusal"])
    shop = locked.first_shop()
    assert shop is not None
    shops.change(shop=shop, place=application.shop)
    assert locked.applicant is not None
    return _registered(locked, application, locked.applicant, now)


def _is_owned_by_applicant(merchant: Merchant) -> bool:
    """Whoever the desk has made an owner no more would name the account that the merchant is paid into."""
    owners = Membership.objects.current().filter(merchant=merchant, role=Role.OWNER)
    return owners.filter(user=merchant.applicant_id).exists()


def _registered(merchant: Merchant, application: Application, by: User, now: datetime) -> Merchant:
    """With what its licence says and its bank account, where the application says them."""
    if application.registered is not None:
        merchant = businesses.write(merchant, application.registered)
    if application.account is not None:
        with suppress(SameAccount):
            bank_accounts.give(merchant=merchant, account=application.account, by=by, now=now)
    return merchant
