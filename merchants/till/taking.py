"""Taking a voucher by its code: what was set aside is spent, and the scheme owes the merchant its price.

A cashier sees nothing but the vouchers of their own merchant: a code that never was, one that is over and one of
another merchant are answered alike, and wrong codes are counted so that none can be found by trying.
"""

import json
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from accounts.inbox.telling import tell
from accounts.models import User
from common import step_codes
from common.city_time import city_day
from common.errors import DomainError
from common.prepared import Prepared
from common.texts import Text, in_reader_language, listed
from credits import ledger
from merchants import codes, steps
from merchants.mall import telling
from merchants.mall.redeeming import capture_postings
from merchants.models import (
    Merchant,
    MerchantStatus,
    Redemption,
    RedemptionStatus,
    RedemptionStep,
    Shop,
    Step,
    WrongCode,
)
from merchants.models.offer import names_of
from merchants.models.redemption import can_be_used, capture_reference, hold_reference
from merchants.refusals import (
    AlreadyUsed,
    AmountMissing,
    AmountNotAsked,
    CodeNotValid,
    KeyReused,
    NoShopOpen,
    NotAtThisShop,
    NotToday,
    OwnStaff,
    TooManyTries,
    TooMuchOfTheBill,
    UnknownShop,
)
from merchants.till import cutting
from merchants.till.work import why_shut

TRIES_WITHIN = timedelta(minutes=10)
TRIES_OF_A_CASHIER = 10
TRIES_OF_A_NUMBER = 5
TRIES_OF_A_NUMBER_A_DAY = 20
LIKELY = 5
"""How many vouchers of one number are looked at; a number that was used up is given out again."""


class Taken(NamedTuple):
    """A use of a voucher as its till shows it; no moment and no place where that use was undone since."""

    public_id: str
    title: Text
    captured_at: datetime | None
    shop: Text | None
    part: Redemption | None = None
    """Where it is one of a voucher: what was taken, of which one."""

    @classmethod
    def of(cls, redemption: Redemption) -> "Taken":
        shop = redemption.shop.name if redemption.shop else None
        part = redemption if redemption.part_of_id else None
        return cls(redemption.public_id, redemption.offer.title, redemption.captured_at, shop, part)

    @property
    def offer(self) -> str:
        """What to hand over, in the reader's language."""
        return in_reader_language(self.title)


def capture(*, user: User, shop: str, code: str, key: str, now: datetime, amount_fen: int | None = None) -> Taken:
    """Takes the voucher that a code stands for, at a shop known by its public id; the same key again returns the first.

    Of one that is taken off bills, `amount_fen` of it. Raises an `UnknownShop` where the user does not work or the till
    is shut, `CodeNotValid`, `AlreadyUsed`, `OwnStaff`, `NotToday`, `NotAtThisShop`, `NoShopOpen`, `TooManyTries`,
    `KeyReused`, `AmountMissing` where no amount is named, `TooMuchOfTheBill`, `AmountNotAsked`.
    """
    with transaction.atomic():
        outcome = _captured(user, shop, codes.read(code), key, now, amount_fen)
    # Raised only now: a wrong code must stay counted.
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


class Place(NamedTuple):
    """Who stands at which till."""

    cashier_id: int
    user_id: int
    merchant_id: int
    merchant: str
    """Its public id."""
    merchant_status: str
    shop_id: int
    is_open: bool
    shop: str
    """Its name, as JSON."""


def _captured(
    user: User, shop: str, code: codes.Code | None, key: str, now: datetime, amount_fen: int | None
) -> Taken | DomainError:
    # One cashier's captures follow upon each other, so that wrong codes sent at once are all counted.
    place = _lock(user, shop)
    if place is None:
        return UnknownShop()
    if shut := _why_shut(place):
        return shut
    if earlier := steps.captured_before(place.cashier_id, key):
        is_same = code is not None and _was(earlier, code, place, amount_fen)
        return Taken.of(earlier.redemption) if is_same else KeyReused()
    number = code.number if code else ""
    if _tried_too_often(place, number, now):
        return TooManyTries(minutes=TRIES_WITHIN // timedelta(minutes=1))
    voucher = _find(place, code, now) if code else None
    if voucher is None:
        WrongCode.objects.create(membership_id=place.cashier_id, number=number, tried_at=now)
        return CodeNotValid()
    if refused := _refusal(voucher, place, now):
        return refused
    if not voucher.value_fen:
        return AmountNotAsked() if amount_fen else _take(voucher, place, key, now)
    return _take_part(voucher, place, key, now, amount_fen)


def _was(earlier: RedemptionStep, code: codes.Code, place: "Place", amount_fen: int | None) -> bool:
    """Whether a capture is the one that is asked for once more."""
    taken = earlier.redemption
    voucher = taken.part_of or taken
    is_this = voucher.number == code.number and earlier.shop_id == place.shop_id
    return is_this and (taken.part_of is None or taken.value_fen == amount_fen)


def _take_part(
    voucher: "Voucher", place: "Place", key: str, now: datetime, amount_fen: int | None
) -> Taken | DomainError:
    row = Redemption.objects.select_related("offer__merchant").get(pk=voucher.redemption_id)
    if amount_fen is None:
        return AmountMissing(voucher=row.public_id, left_fen=row.left_fen, left=row.left)
    at = cutting.At(place.user_id, place.cashier_id, place.shop_id)
    try:
        return Taken.of(cutting.cut(row, amount_fen, at=at, key=key, now=now))
    except TooMuchOfTheBill as refused:
        return refused


_LOCKED = Prepared(
    "lock_cashier",
    """
    SELECT cashier.id, cashier.user_id, cashier.merchant_id, merchant.public_id, merchant.status,
        shop.id, shop.is_open, shop.name
    FROM merchants_shop AS shop
    JOIN merchants_merchant AS merchant ON merchant.id = shop.merchant_id
    JOIN merchants_membership AS cashier ON cashier.merchant_id = shop.merchant_id
    WHERE shop.public_id = $1::text AND cashier.user_id = $2::bigint AND cashier.ended_at IS NULL
    FOR NO KEY UPDATE OF cashier
    """,
)


def _lock(user: User, shop: str) -> Place | None:
    """Where somebody works, their role there locked until the transaction ends; nothing where they do not."""
    row = _LOCKED.row(shop, user.pk)
    return Place(*row) if row else None


def place_of(user: User, shop: str) -> Place:
    """The same where it is open. Raises an `UnknownShop`, also where the till is shut. Within a transaction."""
    place = _lock(user, shop)
    if place is None:
        raise UnknownShop
    if shut := _why_shut(place):
        raise shut
    return place


def _why_shut(place: Place) -> DomainError | None:
    if place.is_open and place.merchant_status == MerchantStatus.APPROVED:
        return None
    return why_shut(Shop.objects.select_related("merchant").get(pk=place.shop_id))


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


def _tried_too_often(place: Place, number: str, now: datetime) -> bool:
    counted = _TRIES.row(place.cashier_id, place.merchant_id, now - TRIES_WITHIN, now - timedelta(days=1), number)
    assert counted is not None
    of_cashier, of_number_in_a_day, of_number = counted
    return bool(
        of_cashier >= TRIES_OF_A_CASHIER
        or of_number_in_a_day >= TRIES_OF_A_NUMBER_A_DAY
        or of_number >= TRIES_OF_A_NUMBER
    )


class Voucher(NamedTuple):
    """What taking a voucher needs of it and of its offer."""

    redemption_id: int
    public_id: str
    citizen_id: int
    status: str
    secret: memoryview
    expires_at: datetime
    captured_at: datetime | None
    captures: int
    shop_id: int | None
    settlement_fen: int
    value_fen: int
    offer_id: int
    title: str
    """As JSON."""
    weekdays: list[int]
    is_of_staff: bool
    """Whether its citizen works for the merchant."""


_LIKELY = Prepared(
    "vouchers_of_number",
    f"""
    SELECT voucher.id, voucher.public_id, voucher.citizen_id, voucher.status, voucher.secret, voucher.expires_at,
        voucher.captured_at, voucher.captures, voucher.shop_id, voucher.settlement_fen,
        voucher.value_fen, offer.id, offer.title, offer.weekdays,
        EXISTS (
            SELECT FROM merchants_membership AS member
            WHERE member.merchant_id = voucher.merchant_id AND member.user_id = voucher.citizen_id
              AND member.ended_at IS NULL
        )
    FROM merchants_redemption AS voucher JOIN merchants_offer AS offer ON offer.id = voucher.offer_id
    WHERE voucher.merchant_id = $1::bigint AND voucher.number = $2::text AND voucher.status IN ('held', 'redeemed')
    ORDER BY voucher.status, voucher.id DESC
    LIMIT {LIKELY}
    FOR NO KEY UPDATE OF voucher
    """,  # noqa: S608, a number of ours
)


def _find(place: Place, code: codes.Code, now: datetime) -> Voucher | None:
    """The merchant's voucher of a code, locked: one that can be used, else one that was used with this very code."""
    likely = (Voucher(*row) for row in _LIKELY.rows(place.merchant_id, code.number))
    return next((voucher for voucher in likely if _proves(code, voucher, now)), None)


def _proves(code: codes.Code, voucher: Voucher, now: datetime) -> bool:
    secret = bytes(voucher.secret)
    if voucher.captured_at is None:
        return can_be_used(voucher.status, voucher.expires_at, now) and step_codes.is_right(secret, code.proof, now)
    return step_codes.is_right(secret, code.proof, voucher.captured_at) or step_codes.is_right(secret, code.proof, now)


def _refusal(voucher: Voucher, place: Place, now: datetime) -> DomainError | None:
    if voucher.captured_at is not None:
        assert voucher.shop_id is not None, "what is spent at once has no number"
        return AlreadyUsed(captured_at=voucher.captured_at, shop=str(Shop.objects.get(pk=voucher.shop_id)))
    if voucher.is_of_staff:
        return OwnStaff(merchant=str(Merchant.objects.get(pk=place.merchant_id)))
    if city_day(now).isoweekday() not in voucher.weekdays:
        return NotToday(weekdays=listed(names_of(voucher.weekdays)))
    shop_ids = [shop_id for (shop_id,) in _SHOPS.rows(voucher.offer_id)]
    if shop_ids and place.shop_id not in shop_ids:
        open_shops = listed(map(str, Shop.objects.filter(pk__in=shop_ids, is_open=True).order_by("pk")))
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


def _take(voucher: Voucher, place: Place, key: str, now: datetime) -> Taken:
    redemption_id, captures = voucher.redemption_id, voucher.captures + 1
    _USE.rows(redemption_id, RedemptionStatus.REDEEMED.value, now, place.shop_id, captures)
    by = {"actor_id": place.user_id, "membership_id": place.cashier_id, "shop_id": place.shop_id}
    steps.take(redemption_id, Step.CAPTURED, key=key, now=now, **by)
    held, fen = ledger.moved_under(hold_reference(redemption_id)), voucher.settlement_fen
    under = capture_reference(redemption_id, captures)
    ledger.post_all(capture_postings(held, merchant=place.merchant, fen=fen, reference=under, now=now), now=now)
    title, shop = json.loads(voucher.title), json.loads(place.shop)
    told = telling.used(voucher.citizen_id, voucher.public_id, capture=captures, title=title, shop=shop)
    tell([told], now=now)
    return Taken(voucher.public_id, title, now, shop)
