"""Two phones at one counter: 20 yuan off bills are taken part by part, and the citizen sees what is left."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from common.city_time import city_day
from merchants.models import OfferKind, Redemption
from tests.browser.test_settlement import at_the_desk
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.browser.test_till import sign_in
from tests.merchants.conftest import (
    assert_books_are_sound,
    code_of,
    give,
    make_member,
    make_merchant,
    make_offer,
    make_shop,
    voucher_of,
)

__all__ = ["at_the_desk"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def voucher(alice: User) -> Redemption:
    now, teahouse = timezone.now(), make_merchant("蜀风茶舍")
    make_shop(teahouse, "春熙路店")
    give(alice, 500)
    named = {"price": 400, "value_fen": 2000, "settlement_fen": 1600, "starts_on": city_day(now)}
    offer = make_offer(teahouse, kind=OfferKind.BILL, ends_on=city_day(now) + timedelta(days=30), **named)
    return voucher_of(alice, offer, now)


def test_a_till_takes_two_parts_and_undoes_one(phone: Page, at_the_desk, voucher, alice: User) -> None:
    till = sign_in(phone, make_member(voucher.merchant).user)
    till.goto("/till/")
    show_the_code(till, voucher)
    expect(till.get_by_text("最多可抵扣 20.00 元（400 积分）。")).to_be_visible()
    assert till.locator("#amount").get_attribute("inputmode") == "decimal"
    enter(till, "25")
    expect(till.get_by_text("这张券最多还能抵扣 20.00 元")).to_be_visible()
    enter(till, "12.5")
    expect(till.get_by_text("抵扣 12.50 元 = 250 积分")).to_be_visible()
    assert is_as_wide_as_the_screen(till)
    till.get_by_role("button", name="确认抵扣 12.50 元").click()
    expect(till.locator(".till-taken")).to_contain_text("券内还剩 7.50 元")

    citizen = at_the_desk(alice)
    citizen.goto(voucher.get_absolute_url())
    expect(citizen.get_by_text("还剩 7.50 元（共 20.00 元）")).to_be_visible()
    show_the_code(till, voucher)
    enter(till, "7.50")
    expect(till.get_by_text("抵扣后正好用完。")).to_be_visible()
    till.get_by_role("button", name="确认抵扣 7.50 元").click()
    expect(citizen.get_by_text("已用完")).to_be_visible()
    expect(citizen.get_by_text("春熙路店").first).to_be_visible()

    till.locator(".till-undo").click()
    till.get_by_role("button", name="撤销核销").click()
    expect(till.get_by_text("已撤销").first).to_be_visible()
    citizen.reload()
    expect(citizen.get_by_text("还剩 7.50 元（共 20.00 元）")).to_be_visible()
    assert_books_are_sound()


def show_the_code(till: Page, voucher: Redemption) -> None:
    voucher.refresh_from_db()
    till.get_by_label("12 位券码").fill(code_of(voucher, timezone.now()))
    till.get_by_role("button", name="核销", exact=True).click()


def enter(till: Page, yuan: str) -> None:
    till.get_by_label("抵扣金额（元）").fill(yuan)
    till.get_by_role("button", name="下一步").click()
