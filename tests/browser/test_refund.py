"""A cold cup: days later the owner refunds it on the phone, another time the desk does, and the citizen reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from common.city_time import city_day
from merchants.models import Redemption, Refund, Role
from merchants.till.taking import capture
from tests.browser.test_merchants_door import enrol_an_app
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
def cups(alice: User) -> list[Redemption]:
    """Two that alice had three days ago."""
    then, teahouse = timezone.now() - timedelta(days=3), make_merchant("蜀风茶舍")
    shop, cashier = make_shop(teahouse, "春熙路店"), make_member(teahouse)
    give(alice, 100)
    offer = make_offer(teahouse, starts_on=city_day(then), ends_on=city_day(then) + timedelta(days=30))
    for number in range(2):
        code = code_of(voucher_of(alice, offer, then), then)
        capture(user=cashier.user, shop=shop.public_id, code=code, key=f"cup {number}", now=then)
    return list(Redemption.objects.order_by("pk"))


def test_the_owner_and_the_desk_refund_and_the_citizen_reads_it(
    phone: Page, at_the_desk, cups, alice: User, desk: User
) -> None:
    first, second = cups
    owner = make_member(first.merchant, Role.OWNER)
    sign_in(phone, owner.user).goto(f"/merchant/{first.merchant.public_id}/")
    enrol_an_app(phone)
    phone.goto(f"/merchant/{first.merchant.public_id}/vouchers/?day={city_day(first.held_at)}")
    phone.locator(f"a[href*='{first.public_id}']").click()
    expect(phone.get_by_text("30 积分", exact=True)).to_be_visible()
    expect(phone.get_by_text("8.00 元", exact=True)).to_be_visible()
    assert is_as_wide_as_the_screen(phone)
    phone.get_by_role("button", name="确认退还").click()
    expect(phone.locator(".field-error, .errorlist, [id$=error]").first).to_be_visible()
    phone.get_by_label("退还原因").fill("茶是凉的")
    phone.get_by_role("button", name="确认退还").click()
    expect(phone.get_by_text("30 积分已回到顾客账户")).to_be_visible()
    expect(phone.get_by_text("茶是凉的")).to_be_visible()
    assert is_as_wide_as_the_screen(phone)

    clerk = at_the_desk(desk)
    clerk.goto(f"/admin/merchants/redemption/{second.pk}/change/")
    clerk.get_by_role("link", name="退还", exact=True).click()
    clerk.locator("[name=words]").fill("门店停电")
    clerk.get_by_role("button", name="确认退还").click()
    expect(clerk.get_by_text("30 积分已回到市民账户")).to_be_visible()
    clerk.goto("/admin/merchants/refund/")
    expect(clerk.get_by_text("门店停电")).to_be_visible()

    citizen = at_the_desk(alice)
    citizen.goto("/inbox/")
    expect(citizen.get_by_text("您用过的“一杯绿茶”已退还。30 积分已退还给您。")).to_have_count(2)
    assert Refund.objects.count() == 2
    assert_books_are_sound()
