"""Refunding a voucher: its use is undone, the credits go back to their citizen, and the merchant is not owed for it.

One step is one transaction. Locks: the merchant, as who draws up its statements does, then the voucher and its part,
the ledger's accounts, the stock.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from accounts.inbox.telling import tell
from accounts.models import User
from common.errors import DomainError
from common.kin import are_close
from credits import holds, ledger
from credits.statements import owed_to
from merchants import steps, stock
from merchants.desk import own_merchant
from merchants.fen import yuan
from merchants.mall import telling
from merchants.mall.releasing import give_credits_back
from merchants.models import Membership, Merchant, MerchantStatus, Redemption, RedemptionStatus, Refund, Role, Step
from merchants.refunds import rounding
from merchants.refunds.foreseeing import Foreseen, foresee
from merchants.refusals import (
    LeftToTheDesk,
    MoreThanIsOwed,
    NotAllowed,
    NotRefundable,
    OtherThanForetold,
    OwnVoucher,
    TooLateToRefund,
    VoucherOfSomebodyClose,
    WordsMissing,
)


class By(NamedTuple):
    """Who refunds: the desk, or an owner in the name of their membership."""

    user: User
    membership: Membership | None = None


def refund(*, redemption: Redemption, by: By, words: str, foreseen: str, now: datetime) -> Refund:
    """Gives back what a till took, as `foreseeing` told it by its word. Asked again, returns the first refund.

    Raises `WordsMissing`, `NotAllowed`, `OwnMerchant`, `OwnVoucher`, `VoucherOfSomebodyClose`, `LeftToTheDesk`,
    `NotRefundable`, `TooLateToRefund`, `LaterPartsRestOnIt`, `OtherThanForetold`, and `MoreThanIsOwed`.
    """
    if not words.strip():
        raise WordsMissing
    with transaction.atomic():
        voucher = _locked(redemption, by)
        if earlier := Refund.objects.filter(redemption=voucher).first():
            return earlier
        check(voucher, now=now)
        told = foresee(voucher, now=now)
        if told.word != foreseen:
            raise OtherThanForetold
        check_owed(voucher, by, told)
        assert voucher.captured_at is not None, "a till took it"
        assert voucher.merchant_id is not None, "a till took it"
        made = Refund.objects.create(
            redemption=voucher,
            merchant_id=voucher.merchant_id,
            by=by.user,
            membership=by.membership,
            words=words.strip(),
            taken_at=voucher.captured_at,
            credits=told.credits,
            expired=told.expiring,
            fen=told.fen,
            happened_at=now,
        )
        _give_back(voucher, by, now)
        tell([telling.refunded(voucher, returning=told.returning, expired=told.expiring)], now=now)
    return made


def check(voucher: Redemption, *, now: datetime) -> None:
    """Raises `NotRefundable` for what no till took or was given back, `TooLateToRefund` after the time for it.

    Of a part also `LaterPartsRestOnIt`, as `rounding.check`.
    """
    if voucher.status != RedemptionStatus.REDEEMED or voucher.shop_id is None or voucher.captured_at is None:
        raise NotRefundable(status=voucher.get_status_display())
    days = settings.REFUND_DAYS
    if now >= voucher.captured_at + timedelta(days=days):
        raise TooLateToRefund(days=days)
    rounding.check(voucher)


def check_owed(voucher: Redemption, by: By, told: Foreseen) -> None:
    """An owner gives back what the merchant has to come, and not what it was paid: `MoreThanIsOwed`. The desk may."""
    if by.membership is None or voucher.merchant is None:
        return
    owed = owed_to(voucher.merchant.public_id)
    if owed < told.taken_off_fen:
        raise MoreThanIsOwed(owed=yuan(owed))


def refusal_of_person(voucher: Redemption, by: By) -> DomainError | None:
    """Why somebody refunds nothing of it: managers and cashiers do not, and nobody does so for themselves.

    Nor does the desk for somebody close to who decides. An owner gives what is the merchant's own, until it has left.
    """
    if by.user.pk == voucher.citizen_id:
        return OwnVoucher()
    if by.membership is None:
        return VoucherOfSomebodyClose() if are_close(by.user.pk, voucher.citizen_id) else None
    owners = Membership.objects.current().filter(role=Role.OWNER, merchant=voucher.merchant_id)
    if not owners.filter(pk=by.membership.pk, user=by.user).exists():
        return NotAllowed()
    has_left = voucher.merchant is not None and voucher.merchant.status == MerchantStatus.LEFT
    return LeftToTheDesk() if has_left else None


def _locked(redemption: Redemption, by: By) -> Redemption:
    # Statements are drawn up under this lock: which one a capture is on stays as it was told.
    if redemption.merchant_id is not None:
        Merchant.objects.select_for_update(no_key=True).get(pk=redemption.merchant_id)
    rows = Redemption.objects.select_related("offer").select_for_update(of=("self",), no_key=True)
    if redemption.part_of_id is not None:
        # Before its part, as a till locks it: no other part is cut off meanwhile.
        rows.get(pk=redemption.part_of_id)
    voucher = rows.get(pk=redemption.pk)
    if by.membership is None and voucher.merchant_id is not None:
        own_merchant.check(by.user, voucher.merchant_id)
    if refused := refusal_of_person(voucher, by):
        raise refused
    return voucher


def _give_back(voucher: Redemption, by: By, now: datetime) -> None:
    """An undoing and a release in one: each has its step, so that whoever reads steps finds both."""
    membership_id = by.membership.pk if by.membership else None
    who = {"actor_id": by.user.pk, "membership_id": membership_id, "shop_id": voucher.shop_id}
    for step in (Step.UNDONE, Step.RELEASED):
        steps.take(voucher.pk, step, key=f"refund:{voucher.captures}", now=now, **who)
    voucher.status, voucher.captured_at, voucher.released_at = RedemptionStatus.REFUNDED, None, now
    voucher.save(update_fields=["status", "captured_at", "released_at"])
    holds.lock(voucher.citizen_id)
    ledger.reverse_all(ledger.find_all(voucher.capture_reference()), now=now)
    give_credits_back(voucher, now=now)
    if voucher.release_id is not None:
        stock.put_back(voucher.release_id)
