"""A citizen's first minute, on a phone and in Chinese."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Profile


@pytest.fixture(autouse=True)
def _demonstration(settings) -> None:
    """The code is on the page, as in the demonstration."""
    settings.DEBUG = True


def ask_for_a_code(phone: Page, number: str) -> str:
    """Ends on the page that asks for the code; returns the code."""
    phone.goto("/sign-in/")
    phone.get_by_label("手机号").fill(number)
    phone.get_by_role("button", name="获取验证码", exact=True).click()
    demo = phone.get_by_text("演示环境：验证码")
    return re.sub(r"\D", "", demo.inner_text())


def is_as_wide_as_the_screen(phone: Page) -> bool:
    """Of the page that is there or on its way: a page that has only begun has no element to measure.

    Against the screen itself: a phone's `innerWidth` grows with what is too wide.
    """
    size = phone.viewport_size
    assert size is not None
    phone.wait_for_load_state()
    return bool(phone.locator("html").evaluate("page => page.scrollWidth") <= size["width"])


def test_a_citizen_signs_up_and_is_greeted_by_name(phone: Page) -> None:
    code = ask_for_a_code(phone, "138 0000 0009")
    assert is_as_wide_as_the_screen(phone)
    expect(phone.get_by_text("138 0000 0009")).to_be_visible()
    phone.get_by_label("验证码").fill(code)
    phone.get_by_role("button", name="登录", exact=True).click()

    expect(phone.get_by_role("heading", name="欢迎来到碳惠天府")).to_be_visible()
    assert is_as_wide_as_the_screen(phone)
    phone.get_by_label("怎么称呼您？").fill("小林")
    phone.get_by_label("所在区域").select_option(label="武侯区")
    phone.get_by_role("button", name="保存并继续").click()

    # Three screens show around, and fit.
    for heading in ("做一件低碳的事", "怎么算的，一眼看清"):
        expect(phone.get_by_role("heading", level=1)).to_have_text(heading)
        assert is_as_wide_as_the_screen(phone)
        phone.get_by_role("link", name="下一步").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("积分换奖励")
    phone.get_by_role("link", name="先随便看看").click()

    expect(phone.get_by_role("heading", level=1)).to_contain_text("小林")
    expect(phone.get_by_role("navigation", name="主导航").get_by_role("link", name="首页")).to_have_attribute(
        "aria-current", "page"
    )
    profile = Profile.objects.get()
    assert (profile.phone, profile.display_name, profile.district) == ("+8613800000009", "小林", "wuhou")


def test_a_wrong_code_is_said_beside_the_field_which_is_ready_for_the_next(phone: Page) -> None:
    code = ask_for_a_code(phone, "13800000009")
    field = phone.get_by_label("验证码")
    field.fill("000000" if code != "000000" else "000001")
    phone.get_by_role("button", name="登录", exact=True).click()
    expect(phone.get_by_text("验证码不对，请核对短信后再填。")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile("验证码不对"))


def test_a_new_code_can_be_asked_for_after_a_visible_wait(phone: Page) -> None:
    phone.clock.install()
    ask_for_a_code(phone, "13800000009")
    button = phone.get_by_role("button", name="重新获取验证码")
    expect(button).to_have_text(re.compile(r"重新获取验证码（\d+ 秒）"))
    expect(button).to_be_disabled()
    phone.clock.fast_forward(61_000)
    expect(button).to_have_text("重新获取验证码")
    expect(button).to_be_enabled()


def test_a_token_is_created_copied_and_not_created_again_by_reloading(phone: Page) -> None:
    code = ask_for_a_code(phone, "13800000009")
    phone.get_by_label("验证码").fill(code)
    phone.get_by_role("button", name="登录", exact=True).click()
    phone.goto("/me/tokens/")
    phone.get_by_role("link", name="新建令牌").click()
    phone.get_by_label("令牌名称").fill("计步程序")
    phone.get_by_role("button", name="生成令牌").click()
    expect(phone.locator("#secret")).to_have_text(re.compile(r"^\s*cc_\S{43}\s*$"))
    expect(phone.get_by_role("button", name="复制令牌")).to_be_visible()
    phone.reload()
    expect(phone.get_by_label("令牌名称")).to_be_visible()
    assert Profile.objects.get().user.access_tokens.count() == 1


def test_the_english_switch_stays_on_the_page(phone: Page) -> None:
    phone.goto("/sign-in/")
    phone.get_by_role("button", name="English").click()
    expect(phone.get_by_role("heading", name="Sign in with your mobile number")).to_be_visible()
    expect(phone.get_by_role("button", name="中文")).to_be_visible()


@pytest.fixture
def _suspicious_address(settings, live_server) -> None:
    """From which one code was asked for, so that each other one takes a little work."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "request_code_without_puzzle": "1/h/ip"}


@pytest.mark.usefixtures("_suspicious_address")
def test_a_phone_does_the_work_before_a_message_by_itself(phone: Page) -> None:
    ask_for_a_code(phone, "13800000008")
    began = time.monotonic()
    code = ask_for_a_code(phone, "13800000009")
    assert time.monotonic() - began < 15
    phone.get_by_label("验证码").fill(code)
    phone.get_by_role("button", name="登录", exact=True).click()
    expect(phone.get_by_role("heading", name="欢迎来到碳惠天府")).to_be_visible()


@pytest.mark.usefixtures("_suspicious_address")
def test_a_browser_without_script_is_asked_in_words(
    browser: Browser, browser_context_args: dict[str, Any], live_server: LiveServer
) -> None:
    plain = browser.new_context(**{**browser_context_args, "java_script_enabled": False}).new_page()
    ask_for_a_code(plain, "13800000008")
    plain.goto("/sign-in/")
    plain.get_by_label("手机号").fill("13800000009")
    plain.get_by_role("button", name="获取验证码", exact=True).click()
    question = plain.get_by_label("等于多少")
    names = "〇一二三四五六七八九"
    first, second = re.findall(r"([二三四五六七八九])", plain.locator("label[for=id_answer]").inner_text())[:2]
    question.fill(str(names.index(first) + names.index(second)))
    plain.get_by_role("button", name="获取验证码", exact=True).click()
    expect(plain.get_by_text("演示环境：验证码")).to_be_visible()
