"""A merchant's month: the owner disputes a line on the phone, the desk answers, the owner confirms, another pays."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from common.city_time import city_day, day_span, next_month
from merchants.models import Role, Statement
from merchants.settlement import closing
from merchants.till.taking import capture
from tests.browser.test_merchants_door import enrol_an_app
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

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def statement(alice: User) -> Statement:
    """Of two cups that alice has had just now; the month is taken for over."""
    now, teahouse = timezone.now(), make_merchant("蜀风茶舍")
    shop, cashier = make_shop(teahouse, "春熙路店"), make_member(teahouse)
    give(alice, 100)
    offer = make_offer(teahouse, starts_on=city_day(now), ends_on=city_day(now) + timedelta(days=30))
    for number in range(2):
        code = code_of(voucher_of(alice, offer, now), now)
        capture(user=cashier.user, shop=shop.public_id, code=code, key=f"cup {number}", now=now)
    month = city_day(now).replace(day=1)
    drawn_up = closing.close(merchant=teahouse, month=month, now=day_span(next_month(month))[0])
    assert drawn_up is not None
    return drawn_up


@pytest.fixture
def at_the_desk(browser, browser_context_args):
    def at_the_desk(user: User) -> Page:
        page = browser.new_context(**browser_context_args).new_page()
        page.goto("/")
        return sign_in(page, user)

    return at_the_desk


def test_the_owner_disputes_and_confirms_and_finance_pays(phone: Page, at_the_desk, statement, desk: User) -> None:
    owner = make_member(statement.merchant, Role.OWNER)
    sign_in(phone, owner.user).goto(f"/merchant/{statement.merchant.public_id}/")
    enrol_an_app(phone)
    phone.get_by_role("link", name="月度结算单").click()
    phone.locator(".row-title a").first.click()
    expect(phone.get_by_text("16.00 元", exact=True)).to_be_visible()
    assert is_as_wide_as_the_screen(phone)
    phone.get_by_text("有问题", exact=True).first.click()
    phone.get_by_label("哪里不对？").fill("这杯应是 10 元")
    assert is_as_wide_as_the_screen(phone)
    phone.get_by_role("button", name="提交异议").click()
    expect(phone.get_by_text("有异议").first).to_be_visible()

    clerk = at_the_desk(desk)
    clerk.goto(f"/admin/merchants/statement/{statement.pk}/change/")
    expect(clerk.get_by_text("这杯应是 10 元")).to_be_visible()
    clerk.locator("[name=words]").fill("确实少了 2 元")
    clerk.locator("[name=yuan]").fill("2")
    clerk.locator("form[action$='answer/'] button").click()
    expect(clerk.get_by_text("18.00").first).to_be_visible()

    phone.reload()
    expect(phone.get_by_text("18.00 元", exact=True)).to_be_visible()
    phone.get_by_role("button", name="金额无误，确认").click()
    expect(phone.get_by_text("已确认，接下来付款。")).to_be_visible()

    clerk.goto(f"/admin/merchants/statement/{statement.pk}/change/")
    expect(clerk.get_by_text("须由另一个人登记付款")).to_be_visible()
    expect(clerk.locator("[name=bank_reference]")).to_have_count(0)
    payer = at_the_desk(User.objects.create_superuser("finance", "correct horse battery staple"))
    pay(payer, statement)
    expect(payer.get_by_text("已登记付款")).to_be_visible()

    phone.reload()
    expect(phone.get_by_text("银行流水号 ICBC-20261201。")).to_be_visible()
    assert_books_are_sound()


def pay(page: Page, statement: Statement) -> None:
    page.goto(f"/admin/merchants/statement/{statement.pk}/change/")
    page.locator("[name=bank_reference]").fill("ICBC-20261201")
    page.locator("form[action$='pay/'] button").click()
