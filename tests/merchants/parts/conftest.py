"""Vouchers that are taken off bills: 400 credits for 20 yuan, of which the scheme pays 16."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from merchants.models import Offer, OfferKind, Redemption
from merchants.till.taking import capture
from tests.conftest import NOW
from tests.merchants.conftest import code_of, give, keys, make_offer, voucher_of
from tests.merchants.settlement.conftest import clerk, owner, payer

__all__ = ["clerk", "owner", "payer"]
PRICE, VALUE, FEN = 400, 2000, 1600
Take = Callable[..., Redemption]


@pytest.fixture
def off_a_bill(teahouse, till) -> Offer:
    return a_bill(teahouse)


def a_bill(merchant, **named) -> Offer:
    values = {"price": PRICE, "value_fen": VALUE, "settlement_fen": FEN, "ends_on": date(2027, 3, 1), **named}
    return make_offer(merchant, kind=OfferKind.BILL, **{"voucher_days": 60, **values})


@pytest.fixture
def voucher(alice, off_a_bill) -> Redemption:
    give(alice, 1000)
    return voucher_of(alice, off_a_bill)


@pytest.fixture
def take(cashier, till) -> Take:
    def take(voucher: Redemption, fen: int | None, now: datetime = NOW, *, by=cashier, key="", shop=till):
        voucher.refresh_from_db()
        code = code_of(voucher, now)
        taken = capture(user=by.user, shop=shop.public_id, code=code, key=key or next(keys), now=now, amount_fen=fen)
        return Redemption.objects.get(public_id=taken.public_id)

    return take
