"""Taking a voucher by its code: what was set aside is spent, and the scheme owes the merchant its price.

A cashier sees nothing but the vouchers of their own merchant: a code that never was, one that is over and one of
another merchant are answered alike, and wrong codes are counted so that none can be found by trying.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from common.city_time import city_day
from common.errors import DomainError
from common.prepared import Prepared, Whole
from credits import ledger
from merchants import codes, steps
from merchants.mall.redeeming import capture_postings
from merchants.models import Membership, Merchant, Offer, Redemption, RedemptionStatus, Shop, Step, WrongCode
from merchants.refusals import (
    AlreadyUsed,
    CodeNotValid,
    KeyReused,
    NoShopOpen,
    NotAtThisShop,
    NotToday,
    OwnStaff,
    TooManyTries,
    UnknownShop,
)
from merchants.till.work import why_shut

TRIES_WITHIN = timedelta(minutes=10)
TRIES_OF_A_CASHIER = 10
TRIES_OF_A_NUMBER = 5
TRIES_OF_A_NUMBER_A_DAY = 20
LIKELY = 5
"""How many vouchers of one number are looked at; a number that was used up is given out again."""


_MEMBERSHIP, _MERCHANT, _SHOP = Whole(Membership, "cashier"), Whole(Merchant, "merchant"), Whole(Shop, "shop")
_VOUCHER, _OFFER = Whole(Redemption, "voucher"), Whole(Offer, "offer")


def capture(*, cashier: Membership, shop: Shop, code: str, key: str, now: datetime) -> Redemption:
    """Takes the voucher that a code stands for; the same key again returns the first capture.

    Raises `CodeNotValid`, `AlreadyUsed`, `OwnStaff`, `NotToday`, `NotAtThisShop`, `NoShopOpen`, `TooManyTries`, an
    `UnknownShop`, `KeyReused`.
    """
    with transaction.atomic():
        outcome = _captured(cashier, shop, codes.read(code), key, now)
    # Raised only now: a wrong code must stay counted.
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


def _captured(
    cashier: Membership, shop: Shop, code: codes.Code | None, key: str, now: datetime
) -> Redemption | DomainError:
    # One cashier's captures follow upon each other, so that wrong codes sent at once are all counted.
    cashier = _lock(cashier)
    if shop.merchant_id != cashier.merchant_id:
        return UnknownShop()
    shop.merchant = cashier.merchant
    if shut := why_shut(shop):
        return shut
    if earlier := steps.captured_before(cashier, key):
        is_same = code is not None and earlier.redemption.number == code.number and earlier.shop_id == shop.pk
        return earlier.redemption if is_same else KeyReused()
    number = code.number if code else ""
    if _tried_too_often(cashier, number, now):
        return TooManyTries(minutes=TRIES_WITHIN // timedelta(minutes=1))
    found = _find(cashier, code, now) if code else None
    if found is None:
        WrongCode.objects.create(membership=cashier, number=number, tried_at=now)
        return CodeNotValid()
    return _refusal(found, shop, now) or _take(found.voucher, cashier, shop, key, now)


_LOCKED = Prepared(
    "lock_cashier",
    f"""
    SELECT {_MEMBERSHIP.columns}, {_MERCHANT.columns}
    FROM merchants_membership AS cashier JOIN merchants_merchant AS merchant ON merchant.id = cashier.merchant_id
    WHERE cashier.id = $1::bigint AND cashier.user_id IS NOT NULL AND cashier.ended_at IS NULL
    FOR NO KEY UPDATE OF cashier
    """,  # noqa: S608, names of columns
)


def _lock(cashier: Membership) -> Membership:
    """The cashier's role as it is now, locked until the transaction ends. Raises `Membership.DoesNotExist`."""
    row = _LOCKED.row(cashier.pk)
    if row is None:
        raise Membership.DoesNotExist
    cells = iter(row)
    locked = _MEMBERSHIP.read(cells)
    locked.merchant = _MERCHANT.read(cells)
    return locked


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


_LIKELY = Prepared(
    "vouchers_of_number",
    f"""
    SELECT {_VOUCHER.columns}, {_OFFER.columns}, EXISTS (
        SELECT FROM merchants_membership AS member
        WHERE member.merchant_id = voucher.merchant_id AND member.user_id = voucher.citizen_id
          AND member.ended_at IS NULL
    )
    FROM merchants_redemption AS voucher JOIN merchants_offer AS offer ON offer.id = voucher.offer_id
    WHERE voucher.merchant_id = $1::bigint AND voucher.number = $2::text AND voucher.status IN ('held', 'redeemed')
    ORDER BY voucher.status, voucher.id DESC
    LIMIT {LIKELY}
    FOR NO KEY UPDATE OF voucher
    """,  # noqa: S608, names of columns and a number of ours
)


class Found(NamedTuple):
    """The voucher that a code proves, and whether its citizen works for the merchant."""

    voucher: Redemption
    is_of_staff: bool


def _find(cashier: Membership, code: codes.Code, now: datetime) -> Found | None:
    """The merchant's voucher of a code, locked: one that can be used, else one that was used with this very code."""
    for row in _LIKELY.rows(cashier.merchant_id, code.number):
        cells = iter(row)
        voucher = _VOUCHER.read(cells)
        voucher.offer, voucher.merchant = _OFFER.read(cells), cashier.merchant
        if _proves(code, voucher, now):
            return Found(voucher, *cells)
    return None


def _proves(code: codes.Code, voucher: Redemption, now: datetime) -> bool:
    secret = bytes(voucher.secret)
    if voucher.captured_at is None:
        return voucher.is_usable(now) and codes.proves(secret, code.proof, now)
    return codes.proves(secret, code.proof, voucher.captured_at) or codes.proves(secret, code.proof, now)


def _refusal(found: Found, shop: Shop, now: datetime) -> DomainError | None:
    voucher, offer = found.voucher, found.voucher.offer
    if voucher.captured_at is not None:
        return AlreadyUsed(captured_at=voucher.captured_at, shop=str(voucher.shop))
    if found.is_of_staff:
        return OwnStaff(merchant=str(voucher.merchant))
    if city_day(now).isoweekday() not in offer.weekdays:
        return NotToday(weekdays="、".join(offer.weekday_names()))
    shop_ids = [shop_id for (shop_id,) in _SHOPS.rows(offer.pk)]
    if shop_ids and shop.pk not in shop_ids:
        open_shops = "、".join(map(str, offer.shops.filter(is_open=True).order_by("pk")))
        return NotAtThisShop(shops=open_shops) if open_shops else NoShopOpen()
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
    steps.take(voucher, Step.CAPTURED, actor_id=cashier.user_id, key=key, now=now, membership=cashier, shop=shop)
    held = ledger.moved_under(voucher.hold_reference())
    ledger.post_all(capture_postings(voucher, held, now=now), now=now)
    return voucher
