"""A day with something of everything that a seal covers: 23 November 2026."""

from datetime import date, timedelta

import pytest

from common.city_time import at_city_time
from merchants.mall.releasing import give_back
from merchants.till.taking import capture
from seals import sealing
from seals.models import SealedDay
from tests.conftest import NOW, TODAY, record, ride, score_everything, walk
from tests.merchants.conftest import cashier, code_of, make_offer, teahouse, till, voucher_of

__all__ = ["cashier", "teahouse", "till"]

PRICE = 5


def after(day: date):
    """The moment from which a day is to be sealed."""
    return at_city_time(day + timedelta(days=1), sealing.SEALED_AT)


def seal(day: date = TODAY) -> SealedDay:
    """Seals a day as the job does."""
    closed = sealing.close(day, now=after(day))
    assert sealing.wait_until_settled(closed, patience_s=20)
    return sealing.seal(closed, now=after(day))


@pytest.fixture
def lively_day(transactional_db, catalogue, budget, alice, bob, teahouse, cashier, till):
    """Acts, awards, a voucher that was taken and one that was given back."""
    record(alice, walk(20_000), ride(2000))
    record(bob, walk(8000))
    score_everything()
    offer = make_offer(teahouse, stock=10, price=PRICE)
    taken, returned = voucher_of(alice, offer), voucher_of(alice, offer)
    capture(user=cashier.user, shop=till.public_id, code=code_of(taken), key="taken", now=NOW)
    give_back(citizen=alice, redemption=returned, key="returned", now=NOW)
