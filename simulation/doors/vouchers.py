"""Credits are redeemed, vouchers are taken at a till, undone there, and given back."""

from datetime import datetime

from accounts.models import User
from common import step_codes
from common.city_time import city_day
from credits import statements
from merchants.mall import redeeming, releasing
from merchants.models import Membership, Offer, Redemption, Shop
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


def capture(*, cashier: Membership, shop: Shop, code: str, key: str, now: datetime) -> Taken:
    assert cashier.user is not None
    return taking.capture(user=cashier.user, shop=shop.public_id, code=code, key=key, now=now)


def undo(*, cashier: Membership, taken: Taken, key: str, now: datetime) -> Redemption:
    voucher = Redemption.objects.get(public_id=taken.public_id)
    return undoing.undo(cashier=cashier, redemption=voucher, key=key, now=now, taken_at=taken.captured_at)


def code_on(voucher: Redemption, *, now: datetime) -> str:
    """What the citizen's phone shows."""
    return voucher.number + step_codes.code_at(bytes(voucher.secret), now)


def as_it_is(voucher: Redemption) -> Redemption:
    return Redemption.objects.select_related("offer", "merchant").get(pk=voucher.pk)
