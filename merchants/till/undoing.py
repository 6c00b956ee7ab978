"""Undoing what a till took: the citizen can use the voucher again, under the same credits."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.inbox.telling import tell
from credits import ledger
from merchants import codes, steps
from merchants.codes import ATTEMPTS_TO_NUMBER
from merchants.mall import telling
from merchants.models import Membership, Redemption, RedemptionStatus, Step
from merchants.refusals import NoFreeNumber, NotTheLatestPart, TooLateToUndo, UnknownVoucher, UsedAgain
from merchants.set_aside import BACK_ON_THE_VOUCHER
from merchants.till import cutting

UNDO_WITHIN = timedelta(minutes=10)


def undo(
    *, cashier: Membership, redemption: Redemption, key: str, now: datetime, taken_at: datetime | None = None
) -> Redemption:
    """Makes a use of the last ten minutes undone: the citizen can use the voucher again. The same key undoes once.

    `taken_at` says which use is meant; it may be left out where there was one only. Raises `UnknownVoucher`, also for
    another merchant's, `TooLateToUndo`, `UsedAgain`, and of a part `NotTheLatestPart`.
    """
    with transaction.atomic():
        whole = _whole_of(redemption)
        vouchers = Redemption.objects.filter(merchant=cashier.merchant_id)
        voucher = vouchers.select_for_update(no_key=True).filter(pk=redemption.pk).first()
        if voucher is None or not cashier.is_current:
            raise UnknownVoucher
        if steps.undone_before(voucher, key):
            return voucher
        # A ticket was taken at no shop: its code has been seen, which nobody can undo.
        if voucher.captured_at is None or voucher.shop_id is None or voucher.captured_at + UNDO_WITHIN <= now:
            raise TooLateToUndo(minutes=UNDO_WITHIN // timedelta(minutes=1))
        if voucher.captured_at != taken_at and (taken_at is not None or voucher.captures > 1):
            raise UsedAgain
        by = {"actor_id": cashier.user_id, "membership_id": cashier.pk, "shop_id": voucher.shop_id}
        steps.take(voucher.pk, Step.UNDONE, key=key, now=now, **by)
        if whole is not None:
            return _put_back(voucher, whole, now)
        ledger.reverse_all(ledger.find_all(voucher.capture_reference()), now=now)
        _hold_again(voucher)
        tell([telling.undone(voucher)], now=now)
    return voucher


def _whole_of(redemption: Redemption) -> Redemption | None:
    """The voucher that a part was cut off, locked before it as a till does; nothing where it is no part."""
    if redemption.part_of_id is None:
        return None
    return (
        Redemption.objects.select_related("offer")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=redemption.part_of_id)
    )


def _put_back(part: Redemption, whole: Redemption, now: datetime) -> Redemption:
    if whole.parts.exclude(BACK_ON_THE_VOUCHER).filter(pk__gt=part.pk).exists():
        raise NotTheLatestPart
    is_back = cutting.put_back(part, whole, now=now)
    tell([telling.part_undone(part, is_back=is_back)], now=now)
    return part


def _hold_again(voucher: Redemption) -> None:
    voucher.status, voucher.captured_at, voucher.shop = RedemptionStatus.HELD, None, None
    for _attempt in range(ATTEMPTS_TO_NUMBER):
        with suppress(IntegrityError), transaction.atomic():
            voucher.save(update_fields=["status", "captured_at", "shop", "number"])
            return
        # Its number was given out again meanwhile.
        voucher.number = codes.random_number()
    raise NoFreeNumber
