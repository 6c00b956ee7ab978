"""A merchant's owner enrols an app on the way to the room; then a cashier takes a voucher on the shop's phone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts import second_factor
from accounts.models import Profile, User
from merchants.models import Redemption, RedemptionStatus, Role
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.browser.test_till import sign_in
from tests.gallery.shoot import axe
from tests.merchants.conftest import code_of, give, make_member, make_merchant, make_offer, make_shop, voucher_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_owner_enrols_and_a_cashier_on_the_shops_phone_does_one_thing_only(
    phone: Page, browser, browser_context_args, alice: User, settings
) -> None:
    settings.DEBUG = True
    today, teahouse = timezone.localdate(), make_merchant("蜀风茶舍")
    make_shop(teahouse, "春熙路店")
    owner, cashier = make_member(teahouse, Role.OWNER), make_member(teahouse)
    Profile.objects.filter(user=cashier.user).update(phone="+8613900000009", phone_verified_at=timezone.now())
    give(alice, 100)
    offer = make_offer(teahouse, starts_on=today, ends_on=today + timedelta(days=30))
    voucher = voucher_of(alice, offer, timezone.now())

    sign_in(phone, owner.user).goto("/me/")
    phone.get_by_role("link", name="蜀风茶舍").click()
    enrol_an_app(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("蜀风茶舍")
    phone.get_by_role("link", name="员工").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("蜀风茶舍的员工")

    till: Page = browser.new_context(**browser_context_args).new_page()
    till.goto("/till/")
    till.get_by_label("手机号").fill("139 0000 0009")
    till.get_by_role("button", name="获取验证码", exact=True).click()
    code = re.sub(r"\D", "", till.get_by_text("演示环境：验证码").inner_text())
    till.get_by_label("验证码").fill(code)
    till.get_by_label("这是店里共用的手机，只用来收银").check()
    till.get_by_role("button", name="登录", exact=True).click()
    till.get_by_label("12 位券码").fill(code_of(voucher, timezone.now()))
    till.get_by_role("button", name="核销", exact=True).click()
    expect(till.locator(".till-taken .till-say")).to_have_text("一杯绿茶")
    assert Redemption.objects.get().status == RedemptionStatus.REDEEMED
    till.goto("/")
    expect(till.get_by_text("这部手机只用来收银。")).to_be_visible()
    expect(till.get_by_label("12 位券码")).to_be_visible()
    assert is_as_wide_as_the_screen(till)
    till.get_by_role("button", name="结束收银").click()
    expect(till.get_by_role("heading", name="手机号登录")).to_be_visible()


def enrol_an_app(phone: Page) -> None:
    """From the page that asks for it, past the recovery codes, to where the leader was going."""
    expect(phone.get_by_role("heading", level=1)).to_have_text("设置两步验证")
    assert is_as_wide_as_the_screen(phone)
    secret = re.sub(r"\s", "", phone.locator(".secret").inner_text())
    phone.get_by_label("应用显示的 6 位验证码").fill(second_factor.code_at(secret, timezone.now()))
    phone.get_by_role("button", name="确认", exact=True).click()
    expect(phone.locator(".recovery-codes")).to_have_text(re.compile(r"^(\d{4} \d{4}\s*){10}$"))
    assert is_as_wide_as_the_screen(phone)
    assert axe(phone) == []
    phone.get_by_role("link", name="我已保存").click()
