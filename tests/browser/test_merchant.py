"""A merchant's beginning: a citizen applies, the desk agrees, and their offer with its photo stands in the mall."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from merchants.models import Merchant, Offer, OfferStatus, Shop
from tests.browser.parts import type_a_clock, type_a_day
from tests.browser.test_merchants_door import enrol_an_app
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.browser.test_till import sign_in
from tests.evidence.pictures import as_file, drawn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner(phone: Page, alice: User, settings, tmp_path) -> Page:
    """Alice's phone."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return sign_in(phone, alice)


@pytest.fixture
def desk_screen(browser, browser_context_args, desk: User) -> Page:
    page = browser.new_context(**browser_context_args).new_page()
    page.goto("/")
    return sign_in(page, desk)


@pytest.mark.slow
def test_citizen_becomes_a_merchant_whose_offer_citizens_see(owner: Page, desk_screen: Page, bob: User) -> None:
    owner.goto("/me/")
    owner.get_by_role("link", name="您有门店吗").click()
    owner.get_by_label("商家名称").fill("蜀风茶舍")
    owner.get_by_label("您经营什么？").fill("茶馆，20 个座位")
    say_what_the_business_is(owner)
    owner.get_by_label("门店名称", exact=True).fill("春熙路店")
    owner.get_by_label("所在区域").select_option(label="锦江区")
    owner.get_by_label("地址", exact=True).fill("春熙路 1 号")
    assert is_as_wide_as_the_screen(owner)
    owner.get_by_role("button", name="提交申请").click()
    expect(owner.get_by_text("申请已提交，等工作人员审核")).to_be_visible()
    enrol_an_app(owner)
    expect(owner.get_by_text("工作人员正在审核您的申请")).to_be_visible()
    merchant = Merchant.objects.get()

    desk_screen.goto(f"/admin/merchants/merchant/{merchant.pk}/change/")
    expect(desk_screen.get_by_text("茶馆，20 个座位")).to_be_visible()
    expect(desk_screen.get_by_text("91350100M000100Y43").last).to_be_visible()
    expect(desk_screen.get_by_text("****0123")).to_be_visible()
    desk_screen.locator("form[action$='approve/'] button").click()
    expect(desk_screen.locator("form[action$='suspend/'] button")).to_be_visible()

    owner.reload()
    expect(owner.get_by_text("工作人员正在审核您的申请")).to_be_hidden()
    owner.get_by_role("link", name="门店").click()
    owner.get_by_role("link", name="添加门店").click()
    owner.get_by_label("门店名称", exact=True).fill("锦里店")
    owner.get_by_label("所在区域").select_option(label="武侯区")
    owner.get_by_label("地址", exact=True).fill("锦里 2 号")
    owner.get_by_role("button", name="添加门店").click()
    expect(owner.get_by_text("锦里 2 号")).to_be_visible()
    assert Shop.objects.count() == 2

    write_an_offer(owner, merchant)
    owner.get_by_role("link", name="添加照片").click()
    photo = {"name": "tea.png", "mimeType": "image/png", "buffer": as_file(drawn(), "PNG")}
    owner.get_by_label("照片").set_input_files(photo)
    owner.get_by_role("button", name="保存这张照片").click()
    expect(owner.locator("img.offer-photo")).to_be_visible()
    expect(owner.locator("img.offer-photo")).to_have_js_property("naturalWidth", 640)
    owner.get_by_role("button", name="提交审核").click()
    expect(owner.get_by_text("正在审核")).to_be_visible()
    offer = Offer.objects.get()
    assert (offer.status, offer.settlement_fen) == (OfferStatus.SUBMITTED, 850)

    desk_screen.goto("/admin/merchants/offer/")
    desk_screen.get_by_role("link", name="蒙顶甘露一杯").first.click()
    desk_screen.locator("form[action$='publish/'] button").click()
    expect(desk_screen.locator("form[action$='withdraw/'] button")).to_be_visible()

    citizen = sign_in(desk_screen, bob)
    citizen.goto("/rewards/")
    citizen.locator(".offer-card img").scroll_into_view_if_needed()
    # Of a picture in two sizes the browser tells its width on this screen: 45 % of 390 pixels.
    expect(citizen.locator(".offer-card img")).to_have_js_property("naturalWidth", 175)
    citizen.locator(".offer-card", has_text="蒙顶甘露一杯").click()
    expect(citizen.locator("img.offer-photo")).to_be_visible()
    expect(citizen.get_by_text("锦里 2 号")).to_be_visible()


def say_what_the_business_is(owner: Page) -> None:
    owner.get_by_label("统一社会信用代码").fill("9135 0100 m000 100y 43")
    owner.get_by_label("登记名称").fill("成都蜀风茶舍有限公司")
    owner.get_by_label("联系人", exact=True).fill("周敏")
    owner.get_by_label("联系人电话").fill("028-8666 1234")
    owner.get_by_label("开户银行").fill("中国建设银行成都春熙支行")
    owner.get_by_label("账号", exact=True).fill("5105 0142 1234 0000 0123")
    owner.get_by_label("再次填写账号").fill("51050142123400000123")


def write_an_offer(owner: Page, merchant: Merchant) -> None:
    today = timezone.localdate()
    owner.goto(f"/merchant/{merchant.public_id}/offers/")
    owner.get_by_role("link", name="添加奖励").click()
    owner.get_by_label("标题", exact=True).fill("蒙顶甘露一杯")
    owner.get_by_label("使用说明", exact=True).fill("每券一杯")
    owner.get_by_label("所需积分").fill("30")
    owner.get_by_label("每核销一张，付给您多少").fill("8.50")
    type_a_day(owner, "开始日期", today)
    type_a_day(owner, "结束日期", today + timedelta(days=30))
    assert is_as_wide_as_the_screen(owner)
    owner.get_by_role("button", name="存为草稿").click()
    owner.get_by_label("每天数量").fill("50")
    type_a_clock(owner, "每天几点开始？", time(0))
    owner.get_by_role("button", name="投放库存").click()
    expect(owner.get_by_text("草稿", exact=True)).to_be_visible()
