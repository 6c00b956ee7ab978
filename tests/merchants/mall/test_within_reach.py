"""What a balance reaches: the dearest reward within it, and how much is missing to the next."""

import pytest
from django.core.cache import cache

from merchants.mall.within_reach import Reach, within_reach
from merchants.models import MerchantStatus, OfferKind
from tests.conftest import NOW
from tests.merchants.conftest import make_offer, text


@pytest.fixture(autouse=True)
def nothing_kept(db):
    cache.clear()


@pytest.fixture
def prices(teahouse, till):
    """Offers of the tea shop at 20, 30 and 50 credits."""
    return {price: make_offer(teahouse, price=price, title=text(f"{price}")) for price in (50, 20, 30)}


def test_a_balance_between_two_prices_pays_the_one_and_lacks_some_for_the_other(prices):
    assert within_reach(38, NOW) == Reach(prices[30], prices[50], 12)


def test_a_balance_of_exactly_the_price_pays_it(prices):
    assert within_reach(30, NOW) == Reach(prices[30], prices[50], 20)


def test_below_every_price_the_cheapest_comes_next(prices):
    assert within_reach(0, NOW) == Reach(None, prices[20], 20)


def test_above_every_price_nothing_is_missing(prices):
    assert within_reach(50, NOW) == Reach(prices[50], None, 0)


def test_an_empty_mall_has_nothing(db):
    assert within_reach(1_000, NOW) == Reach(None, None, 0)


def test_of_offers_at_one_price_the_latest_is_named(prices, teahouse):
    latest = make_offer(teahouse, price=30)

    assert within_reach(30, NOW).affordable == latest


def test_what_nobody_can_have_is_not_held_out(teahouse, till, bookshop, cause):
    make_offer(teahouse, price=10, stock=0)
    make_offer(None, kind=OfferKind.DONATION, cause=cause, price=11, settlement_fen=0)
    make_offer(bookshop, price=12)
    bookshop.status = MerchantStatus.SUSPENDED
    bookshop.save()
    tea = make_offer(teahouse, price=30, stock=1)

    assert within_reach(5, NOW) == Reach(None, tea, 25)


def test_one_statement_serves_every_balance_for_a_minute(prices, django_assert_num_queries):
    with django_assert_num_queries(1):
        reached = [within_reach(balance, NOW) for balance in (10, 38, 60)]
        words = [f"{reach.next} {reach.next.get_absolute_url()} {reach.next.icon}" for reach in reached[:2]]

    assert words == [f"{prices[p]} {prices[p].get_absolute_url()} gift" for p in (20, 50)]
