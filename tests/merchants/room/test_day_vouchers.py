"""A merchant's vouchers of a day: what and when, nobody's name, nobody's code; an unused one is given back."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from common.city_time import city_day
from merchants.mall.releasing import give_back
from merchants.models import Membership, OfferKind, Redemption, RedemptionStatus, Role
from merchants.room.views import day_vouchers
from merchants.till.taking import capture
from tests.conftest import NOW
from tests.merchants.conftest import (
    PRICE,
    assert_books_are_sound,
    available,
    code_of,
    give,
    keys,
    make_member,
    make_merchant,
    make_offer,
    voucher_of,
)
from tests.merchants.mall.test_pages import words_of
from tests.second_factors import browser_of_leader


@pytest.fixture(autouse=True)
def noon(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(params=[Role.OWNER, Role.MANAGER])
def office(request, teahouse) -> Client:
    """The browser of who leads the tea shop."""
    return browser_of_leader(make_member(teahouse, request.param).user)


@pytest.fixture
def voucher(rich_alice, tea) -> Redemption:
    return voucher_of(rich_alice, tea)


def address_of(merchant, query: str = "") -> str:
    return f"/merchant/{merchant.public_id}/vouchers/{query}"


def cancel_address(merchant, voucher) -> str:
    return f"{address_of(merchant)}{voucher.public_id}/cancel/"


def listed(answer) -> list[Redemption]:
    return answer.context["page"].rows


def test_day_shows_its_vouchers_latest_first(office, teahouse, rich_alice, cashier, till):
    tea = make_offer(teahouse, starts_on=NOW.date() - timedelta(days=1))
    moments = NOW - timedelta(days=1), NOW - timedelta(hours=1), NOW
    day_before, used, held = (voucher_of(rich_alice, tea, moment) for moment in moments)
    capture(user=cashier.user, shop=till.public_id, code=code_of(used), key=next(keys), now=NOW)

    assert listed(office.get(address_of(teahouse))) == [held, used]
    assert listed(office.get(address_of(teahouse, "?day=2026-11-22"))) == [day_before]
    assert "春熙路店" in words_of(office.get(address_of(teahouse)))


def test_what_was_used_on_a_day_is_found_by_it_too(office, teahouse, rich_alice, cashier, till):
    """Whole or in part; once, whatever was taken of it."""
    start, before = {"starts_on": NOW.date() - timedelta(days=2)}, NOW - timedelta(days=1)
    bill = {"kind": OfferKind.BILL, "value_fen": 2000, "settlement_fen": 1600}
    cup, bowl = (voucher_of(rich_alice, make_offer(teahouse, **start, **kind), before) for kind in ({}, bill))
    for voucher, fen in ((cup, None), (bowl, 500), (bowl, 500)):
        voucher.refresh_from_db()
        taken = {"code": code_of(voucher), "key": next(keys), "amount_fen": fen}
        capture(user=cashier.user, shop=till.public_id, now=NOW, **taken)

    for query in ("", "?day=2026-11-22"):
        assert listed(office.get(address_of(teahouse, query))) == [bowl, cup]
    assert listed(office.get(address_of(teahouse, "?day=2026-11-21"))) == []
    assert "2026年11月22日 12:00 兑换" in words_of(office.get(address_of(teahouse)))


def test_page_names_neither_the_citizen_nor_the_code(office, teahouse, voucher, rich_alice):
    pages = [office.get(page).content.decode() for page in (address_of(teahouse), cancel_address(teahouse, voucher))]

    for page in pages:
        for secret in ("Alice", rich_alice.public_id, "13900000001", "139****0001", voucher.number):
            assert secret not in page


def test_what_was_given_back_is_not_listed(office, teahouse, voucher, rich_alice):
    give_back(citizen=rich_alice, redemption=voucher, key=next(keys), now=NOW)

    assert listed(office.get(address_of(teahouse))) == []


def test_another_merchants_voucher_is_neither_listed_nor_cancelled(office, teahouse, rich_alice):
    other = make_merchant("浣花书店")
    voucher = voucher_of(rich_alice, make_offer(other))

    assert listed(office.get(address_of(teahouse))) == []
    assert office.get(address_of(other)).status_code == 404
    for merchant in (teahouse, other):
        assert office.post(cancel_address(merchant, voucher)).status_code == 404
    voucher.refresh_from_db()
    assert voucher.status == RedemptionStatus.HELD


def test_list_pages_by_key_to_the_first(office, teahouse, alice, monkeypatch, noon):
    monkeypatch.setattr(day_vouchers, "PAGE", 2)
    give(alice, 1000)
    offer = make_offer(teahouse)
    # Two at the same moment, one later: neither is shown twice or left out.
    moments = [NOW, NOW, NOW + timedelta(minutes=1)]
    vouchers = [voucher_of(alice, offer, moment) for moment in moments]

    first = office.get(address_of(teahouse))
    second = office.get(address_of(teahouse, f"?older_than={first.context['page'].following}"))

    assert [*listed(first), *listed(second)] == vouchers[::-1]
    assert second.context["page"].following == ""


@pytest.mark.parametrize(
    "query",
    [
        "?day=today",
        "?day=2026-02-30",
        "?day=20261123",
        "?day=2026-W48-1",
        "?day=9999-12-31",
        "?day=0001-01-01",
        "?day_year=2026&day_month=2&day_day=30",
        "?day_month=2",
    ],
)
def test_day_that_no_calendar_has_is_asked_for_again(office, teahouse, query):
    answer = office.get(address_of(teahouse, query))

    assert answer.status_code == 400
    assert answer.context["form"].errors["day"] == ["兑换或使用日期无法识别，请写成 2026-11-23 这样的格式。"]


@pytest.mark.parametrize("query", ["?older_than=x", "?older_than=2222222222222222"])
def test_page_that_cannot_be_is_not_found(office, teahouse, query):
    assert office.get(address_of(teahouse, query)).status_code == 404


def test_day_is_told_in_its_parts(office, teahouse, voucher):
    day = city_day(voucher.held_at)

    answer = office.get(address_of(teahouse, f"?day_year={day.year}&day_month={day.month}&day_day={day.day}"))

    assert listed(answer) == [voucher]


def test_cancelling_looks_first_and_then_gives_the_credits_back(office, teahouse, voucher, rich_alice):
    assert "30 积分" in words_of(office.get(cancel_address(teahouse, voucher)))
    assert available(rich_alice) == 100 - PRICE

    answer = office.post(cancel_address(teahouse, voucher))

    assert answer.url == address_of(teahouse, "?day=2026-11-23")
    voucher.refresh_from_db()
    assert (voucher.status, available(rich_alice)) == (RedemptionStatus.CANCELLED, 100)
    step = voucher.steps.get(step="released")
    assert step.membership == Membership.objects.exclude(role=Role.CASHIER).get()
    assert_books_are_sound()


def test_used_voucher_is_not_cancelled(office, teahouse, voucher, rich_alice, cashier, till):
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key=next(keys), now=NOW)

    asked = office.get(cancel_address(teahouse, voucher))
    office.post(cancel_address(teahouse, voucher))

    assert asked.url == address_of(teahouse, "?day=2026-11-23")
    voucher.refresh_from_db()
    assert (voucher.status, available(rich_alice)) == (RedemptionStatus.REDEEMED, 100 - PRICE)


def test_cashier_finds_neither_list_nor_cancelling(cashier, teahouse, voucher):
    browser = browser_of_leader(cashier.user)

    answers = [browser.get(address_of(teahouse)), browser.post(cancel_address(teahouse, voucher))]

    assert [answer.status_code for answer in answers] == [404, 404]
    voucher.refresh_from_db()
    assert voucher.status == RedemptionStatus.HELD
