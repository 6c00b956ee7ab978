"""A citizen comes from each of the platforms, links and unlinks it; two platforms and one number are one citizen."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from platforms.models import Link, Platform
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.platforms.loopback import TOKEN_PATHS, Loopback, running, settle

pytestmark = pytest.mark.django_db(transaction=True)

LANGUAGES = {"zh-hans": "zh-CN", "en": "en-GB"}
IN_WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0.50"
NUMBER = "138 0000 0009"


@pytest.fixture(scope="module")
def _loopback() -> Iterator[Loopback]:
    with running() as server:
        yield server


@pytest.fixture(autouse=True)
def there(_loopback: Loopback, settings: Any) -> Loopback:
    """The platforms; and the code is on the page, as in the demonstration."""
    settings.DEBUG = True
    _loopback.troubles.clear()
    settle(settings, _loopback)
    return _loopback


def looked_at(page: Page, name: str) -> None:
    """No page is wider than the screen; with PICTURES a picture of it is kept there."""
    assert is_as_wide_as_the_screen(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def come(phone: Page, platform: Platform, who: str = "林小满") -> None:
    phone.goto("/sign-in/")
    phone.get_by_role("button", name=str(platform.label)).click()
    phone.get_by_role("button", name=f"同意，我是{who}").click()


def prove(phone: Page, number: str = NUMBER) -> None:
    """The number, by the code that the page shows."""
    phone.get_by_label("手机号").fill(number)
    phone.get_by_role("button", name="获取验证码", exact=True).click()
    code = re.sub(r"\D", "", phone.get_by_text("演示环境：验证码").inner_text())
    phone.get_by_label("验证码").fill(code)
    phone.get_by_role("button", name="登录", exact=True).click()


def skip_the_welcome(phone: Page) -> None:
    expect(phone.get_by_role("heading", name="欢迎来到碳惠天府")).to_be_visible()
    phone.get_by_role("link", name="跳过").click()
    expect(phone.get_by_text("今后可用它登录")).to_be_visible()


def sign_out(phone: Page) -> None:
    phone.goto("/me/")
    phone.locator("form[action='/sign-out/'] button").click()
    expect(phone.get_by_text("您已退出登录")).to_be_visible()


@pytest.mark.parametrize("platform", list(Platform))
def test_a_citizen_comes_from_a_platform_links_and_unlinks_it(phone: Page, platform: Platform) -> None:
    come(phone, platform)
    expect(phone.get_by_text(f"您从{platform.label}进入")).to_be_visible()
    prove(phone)
    skip_the_welcome(phone)

    phone.goto("/me/platforms/")
    phone.get_by_role("link", name=f"解除{platform.label}绑定").click()
    expect(phone.get_by_text("仍可使用的登录方式")).to_be_visible()
    assert Link.objects.count() == 1
    phone.get_by_role("button", name="解除绑定").click()
    expect(phone.get_by_text(f"已解除{platform.label}绑定")).to_be_visible()
    assert Link.objects.count() == 0

    phone.get_by_role("button", name=f"绑定{platform.label}", exact=True).click()
    phone.get_by_role("button", name="同意，我是林小满").click()
    expect(phone.get_by_text(f"已绑定{platform.label}，今后可用它登录")).to_be_visible()

    sign_out(phone)
    come(phone, platform)
    # Browsers carry WeChat's fragment along.
    expect(phone).to_have_url(re.compile(r"localhost:\d+/(#wechat_redirect)?$"))
    phone.goto("/me/")
    expect(phone.get_by_text("138****0009")).to_be_visible()
    assert User.objects.count() == 1


def test_two_platforms_and_one_number_are_one_citizen(phone: Page) -> None:
    come(phone, Platform.WECHAT)
    prove(phone)
    skip_the_welcome(phone)
    sign_out(phone)
    come(phone, Platform.ALIPAY)
    prove(phone)
    expect(phone.get_by_text("已绑定支付宝")).to_be_visible()
    assert User.objects.count() == 1
    assert sorted(Link.objects.values_list("platform", flat=True)) == ["alipay", "wechat"]


def test_who_does_not_agree_is_back_at_the_number(phone: Page) -> None:
    phone.goto("/sign-in/?next=/me/sessions/")
    phone.get_by_role("button", name="支付宝").click()
    phone.get_by_role("button", name="取消").click()
    expect(phone.get_by_text("您在支付宝没有同意授权")).to_be_visible()
    phone.get_by_role("link", name="手机号登录").click()
    expect(phone).to_have_url(re.compile(r"/sign-in/\?next=%2Fme%2Fsessions%2F$"))


@pytest.fixture
def browser_of(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """A page in a language, of a width, by the name that its browser gives itself."""
    cache.clear()
    pages: list[Page] = []

    def open_page(language: str, width: int, **named: Any) -> Page:
        screen = {"viewport": {"width": width, "height": 844}, "has_touch": width < 800, "is_mobile": width < 800}
        context = browser.new_context(**{**browser_context_args, **screen, "locale": LANGUAGES[language], **named})
        url = browser_context_args["base_url"]
        context.add_cookies([{"name": "django_language", "value": language, "url": url}])
        pages.append(context.new_page())
        return pages[-1]

    yield open_page
    for page in pages:
        page.context.close()


def test_inside_wechat_its_own_page_asks_without_a_second_window(browser_of: Callable[..., Page]) -> None:
    page = browser_of("zh-hans", 390, user_agent=IN_WECHAT)
    come(page, Platform.WECHAT)
    expect(page.get_by_text("您从微信进入")).to_be_visible()
    assert len(page.context.pages) == 1
    prove(page)
    skip_the_welcome(page)
    assert Link.objects.get().openids.get().app_id == "wxdemoofficial001"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", list(LANGUAGES))
def test_pages_fit_in_both_languages(
    browser_of: Callable[..., Page], there: Loopback, language: str, width: int
) -> None:
    page, end = browser_of(language, width), f"{language}-{width}"
    page.goto("/sign-in/")
    looked_at(page, f"sign-in-{end}")
    page.locator("form[action='/sign-in/with/wechat/'] button").click()
    page.get_by_role("button", name="同意，我是林小满").click()
    expect(page).to_have_url(re.compile("/sign-in/\\?next="))
    looked_at(page, f"came-{end}")
    page.locator("[name=phone]").fill(NUMBER)
    page.locator("main form button[type=submit]").first.click()
    page.locator("[name=code]").fill(re.sub(r"\D", "", page.locator(".notice-demo").inner_text()))
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/welcome/"))
    here = page.url.partition("/welcome/")[0]
    page.goto(f"{here}/me/platforms/")
    # The one that they came from is linked, though nothing was said at the welcome.
    expect(page.locator("form[action='/me/platforms/wechat/link/']")).to_have_count(0)
    page.locator("form[action='/me/platforms/weibo/link/'] button").click()
    page.get_by_role("button", name="同意，我是林小满").click()
    expect(page).to_have_url(re.compile("/me/platforms/"))
    looked_at(page, f"mine-{end}")
    page.goto(f"{here}/me/ways-in/")
    looked_at(page, f"ways-in-{end}")
    page.goto(f"{here}/me/platforms/wechat/unlink/")
    looked_at(page, f"unlink-{end}")
    page.goto(f"{here}/me/platforms/")
    there.troubles[TOKEN_PATHS["douyin"]] = "broken"
    page.locator("form[action='/me/platforms/douyin/link/'] button").click()
    page.get_by_role("button", name="同意，我是林小满").click()
    expect(page).to_have_url(re.compile("/sign-in/with/douyin/back/"))
    looked_at(page, f"refused-linking-{end}")
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{here}/sign-in/")
    page.locator("form[action='/sign-in/with/douyin/'] button").click()
    page.get_by_role("button", name="同意，我是林小满").click()
    expect(page).to_have_url(re.compile("/sign-in/with/douyin/back/"))
    looked_at(page, f"refused-{end}")
