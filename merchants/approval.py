"""Who may take credits: the desk approves, refuses and suspends merchants; only an approved one takes vouchers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from merchants.models import Merchant, MerchantStatus


class NotRefusable(DomainError):
    code = "not_refusable"
    message = _("Only a merchant that has applied can be refused.")


def approve(*, merchant: Merchant, now: datetime) -> Merchant:
    """Opens the mall to a merchant that applied, or opens it again. Approving twice changes nothing."""
    return _set(merchant, MerchantStatus.APPROVED, now)


def suspend(*, merchant: Merchant, now: datetime) -> Merchant:
    """Takes a merchant's offers off the mall. Citizens can give their vouchers back."""
    return _set(merchant, MerchantStatus.SUSPENDED, now)


@transaction.atomic
def refuse(*, merchant: Merchant, reason: dict[str, str], now: datetime) -> Merchant:
    """Says no to an application, with a reason that the applicant reads in their language. Raises `NotRefusable`."""
    locked = _lock(merchant)
    if locked.status != MerchantStatus.APPLIED:
        raise NotRefusable
    locked.status, locked.status_at, locked.refusal = MerchantStatus.REFUSED, now, reason
    locked.save(update_fields=["status", "status_at", "refusal"])
    return locked


@transaction.atomic
def _set(merchant: Merchant, status: MerchantStatus, now: datetime) -> Merchant:
    locked = _lock(merchant)
    if locked.status != status:
        locked.status, locked.status_at, locked.refusal = status, now, {}
        locked.save(update_fields=["status", "status_at", "refusal"])
    return locked


def _lock(merchant: Merchant) -> Merchant:
    return Merchant.objects.select_for_update(no_key=True).get(pk=merchant.pk)
