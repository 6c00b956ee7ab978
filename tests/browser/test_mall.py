"""Two phones at one counter: a citizen redeems, a till takes the code on the screen, and the screen says so."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from merchants.models import Cause, Offer, OfferKind, Redemption
from merchants.room.shops import set_open
from merchants.till.taking import capture
from merchants.till.undoing import undo
from tests.browser.test_till import sign_in
from tests.merchants.conftest import (
    available,
    give,
    make_member,
    make_merchant,
    make_offer,
    make_shop,
    text,
    voucher_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in(client, phone: Page, alice: User) -> Page:
    """Alice's phone; her session was opened elsewhere, since signing in is another story."""
    give(alice, 100)
    client.force_login(alice)
    cookie = client.cookies["sessionid"]
    phone.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": phone.url}])
    return phone


def digits_on(screen: Page) -> str:
    return re.sub(r"\D", "", screen.locator(".voucher-digits").inner_text())


def test_voucher_is_taken_undone_and_taken_again_and_the_screen_follows(signed_in: Page):
    teahouse = make_merchant("蜀风茶舍")
    till, cashier = make_shop(teahouse, "春熙路店"), make_member(teahouse)
    today = timezone.localdate()
    make_offer(teahouse, starts_on=today, ends_on=today.replace(year=today.year + 1, day=1), stock=None)
    signed_in.goto("/rewards/")
    signed_in.get_by_text("一杯绿茶").click()
    signed_in.get_by_role("link", name="兑换", exact=True).click()
    signed_in.get_by_role("button", name="用 30 积分兑换").click()

    for number in range(2):
        expect(signed_in.locator(".voucher-qr svg")).to_be_visible()
        expect(signed_in.get_by_role("link", name="退回")).to_be_visible()
        code, key = digits_on(signed_in), f"take-{number}"
        used = capture(user=cashier.user, shop=till.public_id, code=code, key=key, now=timezone.now())
        expect(signed_in.locator(".voucher-result")).to_have_text("已使用")
        expect(signed_in.get_by_role("link", name="退回")).to_be_hidden()
        if number == 0:
            taken = Redemption.objects.get(public_id=used.public_id)
            undo(cashier=cashier, redemption=taken, key="undo", now=timezone.now())
            signed_in.reload()


def test_page_whose_price_changed_shows_the_new_one_and_takes_nothing(browser, browser_context_args, alice: User):
    """A refusal is an answer, which the browser writes to its console as well: a page of its own, not `phone`."""
    give(alice, 100)
    page, today = browser.new_context(**browser_context_args).new_page(), timezone.localdate()
    page.goto("/")
    sign_in(page, alice)
    offer = make_offer(make_merchant("蜀风茶舍"), starts_on=today, ends_on=today.replace(year=today.year + 1, day=1))
    page.goto(f"{offer.get_absolute_url()}redeem/")
    Offer.objects.update(price=90)

    page.get_by_role("button", name="用 30 积分兑换").click()

    expect(page.get_by_text("价格变了：现在要 90 积分，您刚才看到的是 30 积分")).to_be_visible()
    expect(page.get_by_role("button", name="用 90 积分兑换")).to_be_visible()
    assert available(alice) == 100


@pytest.mark.slow
def test_screen_says_that_the_shop_closed_and_shows_the_code_again_once_it_opens(signed_in: Page, alice: User):
    teahouse = make_merchant("蜀风茶舍")
    till, today = make_shop(teahouse, "春熙路店"), timezone.localdate()
    offer = make_offer(teahouse, starts_on=today, ends_on=today.replace(year=today.year + 1, day=1))
    signed_in.goto(voucher_of(alice, offer, timezone.now()).get_absolute_url())
    expect(signed_in.locator(".voucher-qr svg")).to_be_visible()

    for is_open in (False, True):
        set_open(shop=till, is_open=is_open, now=timezone.now())
        expect(signed_in.locator(".voucher-qr svg")).to_be_visible(visible=is_open)
    expect(signed_in.get_by_text("现在用不了")).to_be_hidden()


def test_certificate_is_kept_as_a_picture(signed_in: Page):
    cause = Cause.objects.create(name=text("植树"), summary=text("种树"))
    today = timezone.localdate()
    make_offer(
        None,
        kind=OfferKind.DONATION,
        cause=cause,
        settlement_fen=0,
        starts_on=today,
        ends_on=today.replace(year=today.year + 1, day=1),
    )
    signed_in.goto("/rewards/")
    signed_in.get_by_text("一杯绿茶").click()
    signed_in.get_by_role("link", name="捐赠积分").click()
    signed_in.get_by_role("button", name="捐赠 30 积分").click()
    signed_in.get_by_role("link", name="查看捐赠证书").click()
    expect(signed_in.locator(".certificate")).to_contain_text("碳积分捐赠证书")

    with signed_in.expect_download() as download:
        signed_in.get_by_role("button", name="保存为图片").click()

    assert download.value.suggested_filename.endswith(".png")
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_voucher_is_read_across_the_counter_in_dark_colours_too(signed_in: Page, alice: User):
    voucher = voucher_of(alice, make_offer(make_merchant("蜀风茶舍")), timezone.now())
    signed_in.emulate_media(color_scheme="dark")
    signed_in.goto(voucher.get_absolute_url())

    look = (
        "part => (({ color, backgroundColor, fontSize }) => [color, backgroundColor, fontSize])(getComputedStyle(part))"
    )
    assert signed_in.locator(".voucher-face").evaluate(look)[:2] == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert signed_in.locator(".voucher-digits").evaluate(look)[2] == "39px"
