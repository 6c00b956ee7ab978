"""What is set aside goes back: given back by its citizen, cancelled by the merchant, or overdue.

One step is one transaction with its stock and its transfers. Locks: the redemption, then the citizen's ledger accounts,
then the stock.
"""

from datetime import date, datetime

from django.db import transaction

from accounts.inbox.telling import tell
from accounts.models import User
from common.city_time import city_day
from credits import holds, ledger
from jobs import one_by_one
from merchants import set_aside, steps, stock
from merchants.mall import telling
from merchants.models import RELEASED, Membership, Redemption, RedemptionStatus, Role, Step
from merchants.refusals import NotAllowed, NotReleasable, UnknownVoucher, WouldExpire


def give_back(*, citizen: User, redemption: Redemption, key: str, now: datetime, expiring: int = 0) -> Redemption:
    """The citizen gets the credits of an unused voucher back, but those that were said to expire at once.

    Raises `NotReleasable`, and `WouldExpire` where others would.
    """
    with transaction.atomic():
        own = _lock(redemption.pk)
        assert own.citizen_id == citizen.pk
        if own.status == RedemptionStatus.RETURNED:
            return own
        _check_expiring(own, expiring, now)
        return _release(own, RedemptionStatus.RETURNED, actor_id=citizen.pk, key=key, now=now)


def overdue_credits(redemption: Redemption, *, today: date) -> int:
    """What of a voucher's credits would expire at once if they returned today."""
    return set_aside.overdue(set_aside.of(redemption), today=today)


def cancel(*, manager: Membership, redemption: Redemption, key: str, now: datetime, expiring: int = 0) -> Redemption:
    """The merchant gives an unused voucher's credits back, but those that were said to expire at once.

    Raises `UnknownVoucher`, `NotAllowed`, `NotReleasable`, and `WouldExpire` where others would.
    """
    with transaction.atomic():
        voucher = _lock(redemption.pk)
        if not manager.is_current or voucher.merchant_id != manager.merchant_id:
            raise UnknownVoucher
        if manager.role == Role.CASHIER:
            raise NotAllowed
        if voucher.status == RedemptionStatus.CANCELLED:
            return voucher
        _check_expiring(voucher, expiring, now)
        by = {"actor_id": manager.user_id, "membership_id": manager.pk}
        return _release(voucher, RedemptionStatus.CANCELLED, key=key, now=now, **by)


def expire_due(*, now: datetime, limit: int) -> int:
    """Gives the credits of at most `limit` overdue vouchers back; returns how many. Those in use now stay for later."""
    due = Redemption.objects.held().filter(expires_at__lte=now).order_by("expires_at")
    return one_by_one.each(due, lambda redemption_id: _expire(redemption_id, now), limit=limit)


def release_stranded(*, now: datetime, limit: int) -> int:
    """Gives the credits back of at most `limit` vouchers of leaving merchants that no open shop takes any more."""
    leaving = Redemption.objects.held().filter(merchant__leaving_at__isnull=False)
    stranded = leaving.taken_nowhere().order_by("pk")
    return one_by_one.each(stranded, lambda redemption_id: _strand(redemption_id, now), limit=limit)


def _strand(redemption_id: int, now: datetime) -> bool:
    """In the name of the owner who leaves. Its shops are looked at again under the voucher's lock."""
    voucher = _lock(redemption_id)
    stands = Redemption.objects.held().filter(pk=redemption_id).taken_nowhere()
    if voucher.merchant is None or voucher.merchant.leaving_by is None or not stands.exists():
        return False
    by = voucher.merchant.leaving_by
    _release(voucher, RedemptionStatus.CANCELLED, actor_id=by.user_id, key="", now=now, membership_id=by.pk)
    return True


def _lock(redemption_id: int) -> Redemption:
    redemptions = Redemption.objects.select_related("offer", "merchant")
    return redemptions.select_for_update(of=("self",), no_key=True).get(pk=redemption_id)


def _check_expiring(voucher: Redemption, said: int, now: datetime) -> None:
    if voucher.status != RedemptionStatus.HELD:
        raise NotReleasable
    expiring = overdue_credits(voucher, today=city_day(now))
    if expiring != said:
        raise WouldExpire(expiring=expiring, returning=voucher.left - expiring)


def _expire(redemption_id: int, now: datetime) -> bool:
    due = Redemption.objects.held().filter(pk=redemption_id, expires_at__lte=now)
    redemption = due.select_for_update(skip_locked=True, no_key=True).first()
    if redemption is None:
        return False
    _release(redemption, RedemptionStatus.EXPIRED, actor_id=None, key="", now=now)
    return True


def _release(
    redemption: Redemption,
    status: RedemptionStatus,
    *,
    actor_id: int | None,
    key: str,
    now: datetime,
    membership_id: int | None = None,
) -> Redemption:
    """The caller holds the redemption's lock."""
    assert status in RELEASED
    if redemption.status != RedemptionStatus.HELD:
        raise NotReleasable
    redemption.status, redemption.released_at = status, now
    redemption.save(update_fields=["status", "released_at"])
    steps.take(redemption.pk, Step.RELEASED, actor_id=actor_id, key=key, now=now, membership_id=membership_id)
    returning = give_credits_back(redemption, now=now)
    if redemption.release_id is not None and not (redemption.taken_price and status != RedemptionStatus.CANCELLED):
        stock.put_back(redemption.release_id)
    tell(telling.released(redemption, returning=returning), now=now)
    return redemption


def give_credits_back(redemption: Redemption, *, now: datetime) -> int:
    """Releases what is set aside for it; returns how much its citizen has again. The voucher is locked."""
    own = set_aside.of(redemption)
    reference = redemption.release_reference()
    ledger.post_all(holds.released(own.held, reference=reference, now=now, span=own.span), now=now)
    return redemption.left - set_aside.overdue(own, today=city_day(now))
