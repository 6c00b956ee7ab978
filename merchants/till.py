"""The till: a cashier takes a voucher by its code, and may undo that for ten minutes.

A cashier sees nothing but the vouchers of their own merchant: a code that never was, one that is over and one of
another merchant are answered alike, and wrong codes are counted so that none can be found by trying.
"""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from common.city_time import city_day
from common.errors import DomainError
from common.prepared import Prepared
from credits import ledger
from merchants import codes, steps
from merchants.models import Membership, Redemption, RedemptionStatus, Shop, Step, WrongCode
from merchants.redemption import capture_postings, save_with_free_number
from merchants.refusals import (
    AlreadyUsed,
    CodeNotValid,
    KeyReused,
    NotAtThisShop,
    NotToday,
    TooLateToUndo,
    TooManyTries,
    UnknownShop,
    UnknownVoucher,
)

UNDO_WITHIN = timedelta(minutes=10)
TRIES_WITHIN = timedelta(minutes=10)
TRIES_OF_A_CASHIER = 10
TRIES_OF_A_NUMBER = 5
TRIES_OF_A_NUMBER_A_DAY = 20
LIKELY = 5
"""How many vouchers of one number are looked at; a number that was used up is given out again."""


def cashier_at(user: User, shop: Shop) -> Membership:
    """The role in which somebody works at a shop. Raises `UnknownShop` where they do not."""
    working = Membership.objects.current().filter(user=user, merchant=shop.merchant_id)
    membership = working.select_related("merchant", "user").first()
    if membership is None or not shop.is_open:
        raise UnknownShop
    return membership


def capture(*, cashier: Membership, shop: Shop, code: str, key: str, now: datetime) -> Redemption:
    """Takes the voucher that a code stands for; the same key again returns the first capture.

    Raises `CodeNotValid`, `AlreadyUsed`, `NotToday`, `NotAtThisShop`, `TooManyTries`, `UnknownShop`, `KeyReused`.
    """
    with transaction.atomic():
        outcome = _captured(cashier, shop, codes.read(code), key, now)
    # Raised only now: a wrong code must stay counted.
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


def undo(*, cashier: Membership, redemption: Redemption, key: str, now: datetime) -> Redemption:
    """Makes a use of the last ten minutes undone: the citizen can use the voucher again. The same key undoes once.

    Raises `UnknownVoucher`, also for another merchant's, and `TooLateToUndo`.
    """
    with transaction.atomic():
        vouchers = Redemption.objects.filter(merchant=cashier.merchant_id)
        voucher = vouchers.select_for_update(no_key=True).filter(pk=redemption.pk).first()
        if voucher is None or not cashier.is_current:
            raise UnknownVoucher
        if steps.undone_before(voucher, key):
            return voucher
        # A ticket was taken at no shop: its code has been seen, which nobody can undo.
        if voucher.captured_at is None or voucher.shop_id is None or voucher.captured_at + UNDO_WITHIN <= now:
            raise TooLateToUndo(minutes=UNDO_WITHIN // timedelta(minutes=1))
        steps.take(voucher, Step.UNDONE, actor=cashier.user, key=key, now=now, membership=cashier, shop=voucher.shop)
        ledger.reverse_all(ledger.find_all(voucher.capture_reference()), now=now)
        _hold_again(voucher)
    return voucher


def _captured(
    cashier: Membership, shop: Shop, code: codes.Code | None, key: str, now: datetime
) -> Redemption | DomainError:
    # One cashier's captures follow upon each other, so that wrong codes sent at once are all counted.
    working = Membership.objects.current().select_related("merchant", "user")
    cashier = working.select_for_update(of=("self",), no_key=True).get(pk=cashier.pk)
    if shop.merchant_id != cashier.merchant_id or not shop.is_open or not cashier.merchant.is_approved:
        return UnknownShop()
    if earlier := steps.captured_before(cashier, key):
        is_same = code is not None and earlier.redemption.number == code.number and earlier.shop_id == shop.pk
        return earlier.redemption if is_same else KeyReused()
    number = code.number if code else ""
    if _tried_too_often(cashier, number, now):
        return TooManyTries(minutes=TRIES_WITHIN // timedelta(minutes=1))
    voucher = _find(cashier, code, now) if code else None
    if voucher is None:
        WrongCode.objects.create(membership=cashier, number=number, tried_at=now)
        return CodeNotValid()
    return _refusal(voucher, shop, now) or _take(voucher, cashier, shop, key, now)


_TRIES = Prepared(
    "wrong_codes",
    """
    SELECT (
               SELECT count(*) FROM merchants_wrongcode
               WHERE membership_id = $1::bigint AND tried_at > $3::timestamptz
           ),
           count(*),
           count(*) FILTER (WHERE wrong.tried_at > $3)
    FROM merchants_wrongcode AS wrong JOIN merchants_membership AS cashier ON cashier.id = wrong.membership_id
    WHERE cashier.merchant_id = $2::bigint AND wrong.number = $5::text AND wrong.tried_at > $4::timestamptz
    """,
)


def _tried_too_often(cashier: Membership, number: str, now: datetime) -> bool:
    counted = _TRIES.row(cashier.pk, cashier.merchant_id, now - TRIES_WITHIN, now - timedelta(days=1), number)
    assert counted is not None
    of_cashier, of_number_in_a_day, of_number = counted
    return bool(
        of_cashier >= TRIES_OF_A_CASHIER
        or of_number_in_a_day >= TRIES_OF_A_NUMBER_A_DAY
        or of_number >= TRIES_OF_A_NUMBER
    )


def _find(cashier: Membership, code: codes.Code, now: datetime) -> Redemption | None:
    """The merchant's voucher of a code, locked: one that can be used, else one that was used with this very code."""
    likely = Redemption.objects.filter(
        merchant=cashier.merchant_id,
        number=code.number,
        status__in=[RedemptionStatus.HELD, RedemptionStatus.REDEEMED],
    )
    locked = likely.select_related("offer", "merchant", "shop").select_for_update(of=("self",), no_key=True)
    for voucher in locked.order_by("status", "-pk")[:LIKELY]:
        if _proves(code, voucher, now):
            return voucher
    return None


def _proves(code: codes.Code, voucher: Redemption, now: datetime) -> bool:
    secret = bytes(voucher.secret)
    if voucher.captured_at is None:
        return voucher.is_usable(now) and codes.proves(secret, code.proof, now)
    return codes.proves(secret, code.proof, voucher.captured_at) or codes.proves(secret, code.proof, now)


def _refusal(voucher: Redemption, shop: Shop, now: datetime) -> DomainError | None:
    offer = voucher.offer
    if voucher.captured_at is not None:
        return AlreadyUsed(captured_at=voucher.captured_at, shop=str(voucher.shop))
    if city_day(now).isoweekday() not in offer.weekdays:
        return NotToday(weekdays="、".join(offer.weekday_names()))
    shop_ids = [shop_id for (shop_id,) in _SHOPS.rows(offer.pk)]
    if shop_ids and shop.pk not in shop_ids:
        return NotAtThisShop(shops="、".join(map(str, offer.shops.order_by("pk"))))
    return None


_SHOPS = Prepared("shops_of_offer", "SELECT shop_id FROM merchants_offer_shops WHERE offer_id = $1::bigint")
_USE = Prepared(
    "use_voucher",
    """
    UPDATE merchants_redemption SET status = $2, captured_at = $3, shop_id = $4, captures = $5
    WHERE id = $1::bigint RETURNING id
    """,
)


def _take(voucher: Redemption, cashier: Membership, shop: Shop, key: str, now: datetime) -> Redemption:
    voucher.status, voucher.captured_at, voucher.shop = RedemptionStatus.REDEEMED, now, shop
    voucher.captures += 1
    _USE.rows(voucher.pk, RedemptionStatus.REDEEMED.value, now, shop.pk, voucher.captures)
    steps.take(voucher, Step.CAPTURED, actor=cashier.user, key=key, now=now, membership=cashier, shop=shop)
    held = ledger.moved_under(voucher.hold_reference())
    ledger.post_all(capture_postings(voucher, held, now=now), now=now)
    return voucher


def _hold_again(voucher: Redemption) -> None:
    voucher.status, voucher.captured_at, voucher.shop = RedemptionStatus.HELD, None, None
    others = Redemption.objects.held().filter(merchant=voucher.merchant_id, number=voucher.number)
    if others.exists():
        save_with_free_number(voucher)
    else:
        voucher.save(update_fields=["status", "captured_at", "shop"])
