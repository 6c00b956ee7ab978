"""A merchant's trade of a day or a month: by offer, shop and hour in Chengdu, and of visitors nothing but a share."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.test import Client

from common.city_time import day_span
from merchants.mall import wishing
from merchants.models import Redemption, Role
from merchants.room import trade as kept
from merchants.room.trade import Again, Hour, Line
from merchants.till.taking import capture
from merchants.till.undoing import undo
from tests.conftest import NOW, make_citizen
from tests.merchants.conftest import (
    code_of,
    give,
    keys,
    make_member,
    make_offer,
    make_shop,
    text,
    voucher_of,
)
from tests.merchants.mall.test_pages import words_of
from tests.second_factors import browser_of_leader

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
BEFORE_MIDNIGHT = datetime(2026, 11, 23, 15, 55, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def take(cashier, till, alice):
    give(alice, 10_000)

    def take(offer, at=NOW, *, citizen=alice, shop=till):
        code = code_of(voucher_of(citizen, offer, at), at)
        return capture(user=cashier.user, shop=shop.public_id, code=code, key=next(keys), now=at)

    return take


@pytest.fixture
def office(teahouse) -> Client:
    return browser_of_leader(make_member(teahouse, Role.OWNER).user)


def of_today(merchant):
    return kept.trade(merchant, *day_span(TODAY))


def test_sums_are_of_what_stands_by_offer_shop_and_hour(take, teahouse, till, cashier, bookshop):
    cup = make_offer(teahouse, title=text("茶"), price=30, settlement_fen=805)
    bag = make_offer(teahouse, title=text("袋"), price=45, settlement_fen=1200)
    other = make_shop(teahouse, "东门店")
    take(cup)
    take(cup, NOW + AN_HOUR, shop=other)
    take(bag, NOW + AN_HOUR)
    undone = take(bag, NOW + AN_HOUR)
    undo(
        cashier=cashier,
        redemption=Redemption.objects.get(public_id=undone.public_id),
        key=next(keys),
        now=NOW + AN_HOUR,
    )
    take(cup, BEFORE_MIDNIGHT + timedelta(minutes=5))

    found = of_today(teahouse)

    assert found.sums == Line("", 3, 105, 2810)
    assert (found.redeemed, found.undone) == (4, 1)
    assert found.offers == [Line("茶", 2, 60, 1610), Line("袋", 1, 45, 1200)]
    assert [(line.name, line.taken) for line in found.shops] == [(str(till), 2), ("东门店", 1)]
    assert [hour for hour in found.hours if hour.taken] == [Hour(12, 1, 50), Hour(13, 2, 100)]
    assert found.busiest.hour == 13
    assert of_today(bookshop).sums.taken == 0


def visit(take, offer, citizens, at) -> None:
    for citizen in citizens:
        take(offer, at, citizen=citizen)


def test_of_visitors_only_a_share_is_told_and_none_of_few(take, teahouse, till):
    cup = make_offer(teahouse, price=1, starts_on=date(2026, 1, 1))
    crowd = [make_citizen() for _number in range(10)]
    for citizen in crowd:
        give(citizen, 100)
    visit(take, cup, crowd[:5], NOW - timedelta(days=5))

    visit(take, cup, crowd[:9], NOW)
    assert of_today(teahouse).again is None
    visit(take, cup, crowd[9:], NOW)
    assert of_today(teahouse).again == Again(10, 50)
    visit(take, cup, crowd[:5], NOW + AN_HOUR)
    assert of_today(teahouse).again == Again(10, 50), "somebody who comes twice is one visitor"


def test_who_came_longer_ago_comes_first(take, teahouse, till):
    cup = make_offer(teahouse, price=1, starts_on=date(2026, 1, 1))
    crowd = [make_citizen() for _number in range(10)]
    for citizen in crowd:
        give(citizen, 100)
    since = day_span(TODAY)[0]
    visit(take, cup, crowd[:5], since - kept.BEFORE - timedelta(seconds=1))
    visit(take, cup, crowd, NOW)
    assert of_today(teahouse).again is None


def test_page_of_a_day_and_of_a_month_and_their_file(office, take, teahouse):
    tea = make_offer(teahouse, title=text("茶"), price=30, settlement_fen=805, starts_on=date(2026, 1, 1))
    take(tea)
    take(tea, NOW - timedelta(days=2))
    place = f"/merchant/{teahouse.public_id}/trade/"

    day, month = words_of(office.get(place)), words_of(office.get(f"{place}?month=2026-11"))

    assert "8.05 元" in day
    assert "16.10 元" in month
    assert "12 点最忙" in day
    answer = office.get(f"{place}taken.csv?month=2026-11")
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[:2] + row[4:] for row in rows[1:]] == [
        ["2026-11-21", "12", "1", "30", "8.05"],
        ["2026-11-23", "12", "1", "30", "8.05"],
    ]


@pytest.mark.parametrize(
    "query", ["day=2026-11-24", "month=2026-12", "day=x", "month=x", "day=9999-12-31", "month=0001-01", "day=%00"]
)
def test_what_is_no_period_or_has_not_begun_is_not_found(office, teahouse, query):
    for rest in ("", "taken.csv"):
        assert office.get(f"/merchant/{teahouse.public_id}/trade/{rest}?{query}").status_code == 404


def test_merchant_sees_how_many_wait_for_what_is_all_taken(office, teahouse, till, alice, bob):
    gone, left = make_offer(teahouse, title=text("茶"), stock=0), make_offer(teahouse, title=text("袋"), stock=3)
    wishing.wish(citizen=alice, offer=gone, now=NOW)
    wishing.wish(citizen=bob, offer=gone, now=NOW)

    page = words_of(office.get(f"/merchant/{teahouse.public_id}/trade/"))

    assert "眼下已兑完 茶 2 人在等" in page
    assert str(left) not in page


def test_cashier_and_others_see_nothing(cashier, bookshop, teahouse):
    for who in (cashier, make_member(bookshop, Role.OWNER)):
        browser = browser_of_leader(who.user)
        for rest in ("", "taken.csv"):
            assert browser.get(f"/merchant/{teahouse.public_id}/trade/{rest}").status_code == 404
