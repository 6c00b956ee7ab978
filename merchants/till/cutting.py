"""Cutting a part off a voucher, and putting the latest back: each part is a row of its own, used where it was taken.

The caller holds the voucher's lock.
"""

from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction

from accounts.inbox.telling import tell
from credits import holds, ledger
from merchants import codes, parts, steps
from merchants.codes import ATTEMPTS_TO_NUMBER
from merchants.mall import telling
from merchants.mall.redeeming import capture_postings
from merchants.mall.releasing import give_credits_back
from merchants.models import Redemption, RedemptionStatus, Shop, Step
from merchants.parts import Part, Whole
from merchants.refusals import NoFreeNumber, TooMuchOfTheBill

USED_UP, HELD = RedemptionStatus.USED_UP, RedemptionStatus.HELD


class At(NamedTuple):
    """By whom and at which till a part is taken."""

    user_id: int
    membership_id: int
    shop_id: int


def foresee(voucher: Redemption, value_fen: int) -> Part:
    """What taking so much would come to. Raises `TooMuchOfTheBill`."""
    if not 0 < value_fen <= voucher.left_fen:
        raise TooMuchOfTheBill(left_fen=voucher.left_fen, left=voucher.left)
    whole = Whole(voucher.value_fen, voucher.price, voucher.settlement_fen)
    return parts.part(whole, taken_fen=voucher.taken_fen, value_fen=value_fen)


def cut(voucher: Redemption, value_fen: int, *, at: At, key: str, now: datetime) -> Redemption:
    """Takes a part; the rest stays, or comes back at once, as the offer says. Raises `TooMuchOfTheBill`."""
    taken = _record(voucher, foresee(voucher, value_fen), at, now)
    by = {"actor_id": at.user_id, "membership_id": at.membership_id, "shop_id": at.shop_id}
    steps.take(taken.pk, Step.CAPTURED, key=key, now=now, **by)
    if not voucher.offer.rest_stays:
        holds.lock(voucher.citizen_id)
    span = holds.Span(voucher.taken_price, voucher.taken_price + taken.price)
    postings = capture_postings(
        ledger.moved_under(voucher.hold_reference()),
        merchant=voucher.offer.giver.public_id,
        fen=taken.settlement_fen,
        reference=taken.capture_reference(),
        now=now,
        span=span,
    )
    ledger.post_all(postings, now=now)
    _go_on(voucher, taken, at, now)
    shop = Shop.objects.get(pk=at.shop_id)
    left_fen = voucher.left_fen if voucher.status == HELD else 0
    tell([telling.part_used(taken, title=voucher.offer.title, shop=shop.name, left_fen=left_fen)], now=now)
    return taken


def put_back(part: Redemption, voucher: Redemption, *, now: datetime) -> bool:
    """The latest part is undone. Returns whether it is on the voucher again; where that is over, the citizen has it."""
    is_back = voucher.status == HELD or (voucher.status == USED_UP and voucher.released_at is None)
    if not is_back:
        holds.lock(part.citizen_id)
    ledger.reverse_all(ledger.find_all(part.capture_reference()), now=now)
    part.status, part.captured_at = RedemptionStatus.UNDONE, None
    if is_back:
        _put_on(part, voucher)
    else:
        steps.take(part.pk, Step.RELEASED, actor_id=None, key="", now=now)
        part.released_at = now
        give_credits_back(part, now=now)
    part.save(update_fields=["status", "captured_at", "released_at"])
    return is_back


def _record(voucher: Redemption, part: Part, at: At, now: datetime) -> Redemption:
    return Redemption.objects.create(
        part_of=voucher,
        citizen_id=voucher.citizen_id,
        offer_id=voucher.offer_id,
        merchant_id=voucher.merchant_id,
        price=part.price,
        settlement_fen=part.settlement_fen,
        value_fen=part.value_fen,
        status=RedemptionStatus.REDEEMED,
        secret=b"",
        held_at=voucher.held_at,
        expires_at=voucher.expires_at,
        captured_at=now,
        captures=1,
        shop_id=at.shop_id,
    )


def _go_on(voucher: Redemption, taken: Redemption, at: At, now: datetime) -> None:
    """With what is left; a voucher of which nothing is left, or whose rest comes back, is used up."""
    voucher.taken_price += taken.price
    voucher.taken_fen += taken.value_fen
    if voucher.left_fen and not voucher.offer.rest_stays:
        voucher.released_at = now
        steps.take(voucher.pk, Step.RELEASED, actor_id=at.user_id, key="", now=now, membership_id=at.membership_id)
        give_credits_back(voucher, now=now)
    if voucher.left_fen == 0 or voucher.released_at:
        voucher.status = USED_UP
    voucher.save(update_fields=["taken_price", "taken_fen", "status", "released_at"])


def _put_on(part: Redemption, voucher: Redemption) -> None:
    voucher.taken_price, voucher.taken_fen = voucher.taken_price - part.price, voucher.taken_fen - part.value_fen
    voucher.status = HELD
    for _attempt in range(ATTEMPTS_TO_NUMBER):
        with suppress(IntegrityError), transaction.atomic():
            voucher.save(update_fields=["taken_price", "taken_fen", "status", "number"])
            return
        # Its number was given out again meanwhile.
        voucher.number = codes.random_number()
    raise NoFreeNumber
