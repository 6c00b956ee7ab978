"""Two phones at one counter: a citizen shows the code of a voucher, a till reads it with its camera and answers."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from common import step_codes
from merchants.models import Membership, Redemption, RedemptionStatus, Shop
from tests.accounts.proven import proven
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.merchants.conftest import give, make_member, make_merchant, make_offer, make_shop

pytestmark = pytest.mark.django_db(transaction=True)

Film = Callable[[str], Path]
Phone = Callable[..., Page]


@pytest.fixture
def shop(transactional_db) -> Shop:
    return make_shop(make_merchant("蜀风茶舍"), "春熙路店")


@pytest.fixture
def cashier(shop: Shop) -> Membership:
    today = timezone.localdate()
    make_offer(shop.merchant, starts_on=today, ends_on=today + timedelta(days=30))
    return make_member(shop.merchant)


def sign_in(phone: Page, user: User) -> Page:
    """The session was opened elsewhere, since signing in is another story."""
    client = Client()
    client.force_login(user)
    proven(client)
    cookie = client.cookies["sessionid"]
    phone.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": urljoin(phone.url, "/")}])
    return phone


@pytest.fixture
def citizens_phone(phone: Page, alice: User, cashier: Membership) -> Page:
    """Alice's phone, showing a voucher that she has just redeemed."""
    give(alice, 100)
    sign_in(phone, alice)
    phone.goto("/rewards/")
    phone.get_by_text("一杯绿茶").click()
    phone.get_by_role("link", name="兑换", exact=True).click()
    phone.get_by_role("button", name="用 30 积分兑换").click()
    expect(phone.locator(".voucher-qr svg")).to_be_visible()
    return phone


@pytest.fixture
def open_till(phone_with_camera: Phone, cashier: Membership) -> Callable[[Path | None], Page]:
    """The cashier's phone at the till; its camera sees a film."""

    def open_till(film: Path | None = None) -> Page:
        till = sign_in(phone_with_camera(film), cashier.user)
        till.goto("/till/")
        return till

    return open_till


def digits_on(screen: Page) -> str:
    return re.sub(r"\D", "", screen.locator(".voucher-digits").inner_text())


def enter(till: Page, code: str) -> None:
    till.get_by_label("12 位券码").fill(code)
    till.get_by_role("button", name="核销", exact=True).click()


def the_voucher() -> Redemption:
    return Redemption.objects.get()


def test_till_scans_the_code_undoes_it_and_takes_it_again(
    citizens_phone: Page, film: Film, open_till: Callable[[Path | None], Page], shop: Shop
) -> None:
    till = open_till(film(digits_on(citizens_phone)))

    till.get_by_role("button", name="扫码核销").click()
    expect(till.locator(".till-taken .till-say")).to_have_text("一杯绿茶", timeout=30_000)
    expect(citizens_phone.locator(".voucher-result")).to_have_text("已使用")
    assert is_as_wide_as_the_screen(till)
    expect(till.locator("video")).to_be_hidden()

    till.locator(".till-answer").get_by_role("link", name="撤销").click()
    expect(till.get_by_role("heading", name="撤销这次核销？")).to_be_visible()
    assert the_voucher().status == RedemptionStatus.REDEEMED
    till.get_by_role("button", name="撤销核销").click()
    expect(till.get_by_text("顾客可以再次使用")).to_be_visible()
    assert the_voucher().status == RedemptionStatus.HELD

    citizens_phone.reload()
    enter(till, digits_on(citizens_phone))
    expect(till.locator(".till-taken .till-say")).to_have_text("一杯绿茶")
    assert (the_voucher().status, the_voucher().shop) == (RedemptionStatus.REDEEMED, shop)
    expect(till.get_by_text("顾客可以再次使用")).to_be_hidden()
    expect(till.locator(".till-latest li")).to_have_count(2)


def test_picture_of_the_code_is_refused_a_minute_later_and_the_phone_itself_is_not(
    citizens_phone: Page, film: Film, open_till: Callable[[Path | None], Page]
) -> None:
    """The friend's phone shows the till's camera what alice's showed a minute ago."""
    voucher = the_voucher()
    a_minute_ago = timezone.now() - timedelta(minutes=1, seconds=1)
    picture = voucher.number + step_codes.code_at(bytes(voucher.secret), a_minute_ago)
    till = open_till(film(picture))

    till.get_by_role("button", name="扫码核销").click()

    refused = till.locator("#answer .till-refused .till-say")
    expect(refused).to_have_text("券码不对，请让顾客出示手机上现在的券码。", timeout=30_000)
    assert the_voucher().status == RedemptionStatus.HELD

    enter(till, digits_on(citizens_phone))
    expect(till.locator(".till-taken .till-say")).to_have_text("一杯绿茶")


def test_without_a_network_nothing_is_taken_and_the_till_says_so(
    citizens_phone: Page, browser, browser_context_args, cashier: Membership
) -> None:
    till = sign_in(_opened(browser, browser_context_args), cashier.user)
    till.goto("/till/")

    till.context.set_offline(True)
    enter(till, digits_on(citizens_phone))
    expect(till.get_by_text("没有网络")).to_be_visible()
    assert the_voucher().status == RedemptionStatus.HELD

    till.context.set_offline(False)
    enter(till, digits_on(citizens_phone))
    expect(till.locator(".till-taken .till-say")).to_have_text("一杯绿茶")
    expect(till.get_by_text("没有网络")).to_be_hidden()
    assert the_voucher().status == RedemptionStatus.REDEEMED


def test_answer_that_was_lost_on_the_way_is_given_when_asked_again(
    citizens_phone: Page, browser, browser_context_args, cashier: Membership
) -> None:
    till = sign_in(_opened(browser, browser_context_args), cashier.user)
    till.goto("/till/")
    till.route("**/till/*/", lambda route: (route.fetch(), route.abort()))
    enter(till, digits_on(citizens_phone))
    expect(till.get_by_text("没有网络")).to_be_visible()
    assert the_voucher().captures == 1

    till.unroute("**/till/*/")
    till.get_by_role("button", name="核销", exact=True).click()

    expect(till.locator(".till-taken .till-say")).to_have_text("一杯绿茶")
    assert the_voucher().captures == 1


def test_till_whose_cashier_was_signed_out_shows_the_sign_in_page(
    citizens_phone: Page, browser, browser_context_args, cashier: Membership
) -> None:
    till = sign_in(_opened(browser, browser_context_args), cashier.user)
    till.goto("/till/")
    till.context.clear_cookies(name="sessionid")

    enter(till, digits_on(citizens_phone))

    till.wait_for_url("**/sign-in/**")
    assert the_voucher().status == RedemptionStatus.HELD


def test_till_that_has_lost_all_its_cookies_says_to_sign_in_again_and_leads_there_and_back(
    citizens_phone: Page, browser, browser_context_args, cashier: Membership
) -> None:
    till = sign_in(_opened(browser, browser_context_args), cashier.user)
    till.goto("/till/")
    place = urlsplit(till.url).path
    till.context.clear_cookies()

    enter(till, digits_on(citizens_phone))

    till.wait_for_url("**/sign-in/?next=*")
    assert f"next={quote(place, safe='')}" in till.url
    expect(till.get_by_text("您已退出登录，刚才的操作没有执行。请重新登录后再做一次。")).to_be_visible()
    expect(till.get_by_text("没有网络")).to_have_count(0)
    assert the_voucher().status == RedemptionStatus.HELD

    door = till.url
    till.goto("/")
    sign_in(till, cashier.user)
    till.goto(door)
    till.wait_for_url(f"**{place}")
    enter(till, digits_on(citizens_phone))
    expect(till.locator(".till-taken .till-say")).to_have_text("一杯绿茶")


def test_till_that_has_lost_its_token_is_read_anew_and_works(
    citizens_phone: Page, browser, browser_context_args, cashier: Membership
) -> None:
    till = sign_in(_opened(browser, browser_context_args), cashier.user)
    till.goto("/till/")
    till.context.clear_cookies(name="csrftoken")

    enter(till, digits_on(citizens_phone))

    expect(till.get_by_text("这一页打开太久了，刚才的操作没有执行，请再试一次。")).to_be_visible()
    assert the_voucher().status == RedemptionStatus.HELD
    enter(till, digits_on(citizens_phone))
    expect(till.locator(".till-taken .till-say")).to_have_text("一杯绿茶")


def test_voucher_that_asks_for_its_next_code_leads_to_the_door_when_the_session_is_over(
    citizens_phone: Page, browser, browser_context_args, alice: User
) -> None:
    page = sign_in(_opened(browser, browser_context_args), alice)
    page.goto(urlsplit(citizens_phone.url).path)
    expect(page.locator(".voucher-qr svg")).to_be_visible()

    page.context.clear_cookies()

    page.wait_for_url("**/sign-in/?next=*vouchers*", timeout=30_000)
    expect(page.get_by_text("您已退出登录，请重新登录后继续。")).to_be_visible()
    expect(page.locator(".voucher-qr")).to_have_count(0)


def test_till_works_without_scripts(citizens_phone: Page, browser, browser_context_args, cashier: Membership) -> None:
    till = sign_in(_opened(browser, {**browser_context_args, "java_script_enabled": False}), cashier.user)
    till.goto("/till/")

    enter(till, digits_on(citizens_phone))

    expect(till.locator(".till-taken .till-say")).to_have_text("一杯绿茶")


def _opened(browser, arguments) -> Page:
    page: Page = browser.new_context(**arguments).new_page()
    page.goto("/")
    return page
