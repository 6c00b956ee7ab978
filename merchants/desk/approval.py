"""Who may take credits: the desk approves, refuses and suspends merchants; only an approved one takes vouchers.

`by` is who decides, nobody where a program does; where the merchant is theirs, each raises `OwnMerchant`.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from merchants import absences, editions, owners_told
from merchants.desk import own_merchant
from merchants.models import Merchant, MerchantStatus
from merchants.refusals import ChangedSince, NotRefusable


@transaction.atomic
def approve(*, merchant: Merchant, by: User | None, now: datetime, seen: str | None = None) -> Merchant:
    """Opens the mall to a merchant that applied, or opens it again. Approving twice changes nothing.

    `seen` is the edition of the application that a page has shown; without a page it is that of `merchant`, as the
    caller has it. Raises `ChangedSince` where a citizen has written another meanwhile.
    """
    _check_seen(_lock(merchant, by), merchant, seen)
    return _set(merchant, MerchantStatus.APPROVED, by, now)


@transaction.atomic
def suspend(*, merchant: Merchant, by: User | None, now: datetime, seen: str | None = None) -> Merchant:
    """Takes a merchant's offers off the mall. Citizens can give their vouchers back. Raises as `approve` does."""
    _check_seen(_lock(merchant, by), merchant, seen)
    return _set(merchant, MerchantStatus.SUSPENDED, by, now)


@transaction.atomic
def refuse(
    *, merchant: Merchant, reason: dict[str, str], by: User | None, now: datetime, seen: str | None = None
) -> Merchant:
    """Says no to an application, with a reason that the applicant reads in their language.

    Raises `NotRefusable`, and `ChangedSince` as `approve` does.
    """
    locked = _lock(merchant, by)
    if locked.status != MerchantStatus.APPLIED:
        raise NotRefusable
    _check_seen(locked, merchant, seen)
    locked.status, locked.status_at, locked.refusal = MerchantStatus.REFUSED, now, reason
    locked.save(update_fields=["status", "status_at", "refusal"])
    owners_told.decided(locked, now=now)
    return locked


def _check_seen(locked: Merchant, merchant: Merchant, seen: str | None) -> None:
    """A page says what it showed; of what a program holds only an application is written by others than the desk."""
    if seen is None and (locked.applicant_id is None or locked.status != MerchantStatus.APPLIED):
        return
    if editions.of_merchant(locked) != (editions.of_merchant(merchant) if seen is None else seen):
        raise ChangedSince


def _set(merchant: Merchant, status: MerchantStatus, by: User | None, now: datetime) -> Merchant:
    locked = _lock(merchant, by)
    if locked.status == MerchantStatus.LEFT:
        locked.leaving_at = locked.leaving_by = None
        locked.save(update_fields=["leaving_at", "leaving_by"])
    if locked.status != status:
        locked.status, locked.status_at, locked.refusal = status, now, {}
        locked.save(update_fields=["status", "status_at", "refusal"])
        absences.note_of_merchant(locked.pk, now=now)
        owners_told.decided(locked, now=now)
    return locked


def _lock(merchant: Merchant, by: User | None) -> Merchant:
    locked = Merchant.objects.select_for_update(no_key=True).get(pk=merchant.pk)
    own_merchant.check(by, locked.pk)
    return locked
