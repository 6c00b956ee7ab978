"""Credits are redeemed, vouchers are taken at a till, undone there, and given back."""

from datetime import datetime

from accounts.models import User
from common import step_codes
from common.city_time import city_day
from credits import statements
from merchants.mall import redeeming, releasing
from merchants.models import Membership, Offer, Redemption, RedemptionStatus, Refund, Shop
from merchants.refunds import refunding
from merchants.refunds.foreseeing import foresee
from merchants.refusals import SoldOut
from merchants.till import taking, undoing
from merchants.till.taking import Taken

ALL_TAKEN = SoldOut.code


def balance(citizen: User, *, now: datetime) -> int:
    return statements.available(citizen.pk, today=city_day(now))


def redeem(*, citizen: User, offer: Offer, key: str, now: datetime) -> Redemption:
    return redeeming.redeem(citizen=citizen, offer=offer, price=offer.price, key=key, now=now)


def give_back(*, citizen: User, voucher: Redemption, key: str, now: datetime) -> Redemption:
    """Also where some of it would expire at once: the page says so, and the citizen agrees."""
    expiring = releasing.overdue_credits(voucher, today=city_day(now))
    return releasing.give_back(citizen=citizen, redemption=voucher, key=key, now=now, expiring=expiring)


def capture(
    *, cashier: Membership, shop: Shop, code: str, key: str, now: datetime, amount_fen: int | None = None
) -> Taken:
    """`amount_fen` of what is taken off a bill."""
    assert cashier.user is not None
    return taking.capture(user=cashier.user, shop=shop.public_id, code=code, key=key, now=now, amount_fen=amount_fen)


def undo(*, cashier: Membership, taken: Taken, key: str, now: datetime) -> Redemption:
    voucher = Redemption.objects.get(public_id=taken.public_id)
    return undoing.undo(cashier=cashier, redemption=voucher, key=key, now=now, taken_at=taken.captured_at)


def refund(voucher: Redemption, *, by: User, membership: Membership | None = None, now: datetime) -> Refund:
    """As the page foretells it to whoever asks for it."""
    used = as_it_is(voucher)
    return refunding.refund(
        redemption=used,
        by=refunding.By(by, membership),
        words="顾客退货，商家同意。",
        foreseen=foresee(used, now=now).word,
        now=now,
    )


def is_held(voucher: Redemption) -> bool:
    """Whether a till would still take it, or the rest of it."""
    return as_it_is(voucher).status == RedemptionStatus.HELD


def code_on(voucher: Redemption, *, now: datetime) -> str:
    """What the citizen's phone shows."""
    return voucher.number + step_codes.code_at(bytes(voucher.secret), now)


def as_it_is(voucher: Redemption) -> Redemption:
    return Redemption.objects.select_related("offer", "merchant").get(pk=voucher.pk)
