"""Who may take credits: the desk approves merchants and suspends them; a suspended one takes no voucher."""

from datetime import datetime

from django.db import transaction

from merchants.models import Merchant, MerchantStatus


def approve(*, merchant: Merchant, now: datetime) -> Merchant:
    """Opens the mall to a merchant that applied, or opens it again. Approving twice changes nothing."""
    return _set(merchant, MerchantStatus.APPROVED, now)


def suspend(*, merchant: Merchant, now: datetime) -> Merchant:
    """Takes a merchant's offers off the mall. Citizens can give their vouchers back."""
    return _set(merchant, MerchantStatus.SUSPENDED, now)


@transaction.atomic
def _set(merchant: Merchant, status: MerchantStatus, now: datetime) -> Merchant:
    locked = Merchant.objects.select_for_update(no_key=True).get(pk=merchant.pk)
    if locked.status != status:
        locked.status, locked.status_at = status, now
        locked.save(update_fields=["status", "status_at"])
    return locked
