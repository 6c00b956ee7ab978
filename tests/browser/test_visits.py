"""A citizen visits a venue with a phone: the camera reads the code on its screen, or the digits are typed."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from activities.models import Activity
from channels.visits.models import VenueVisit
from common.step_codes import code_at
from scenarios.models import Venue
from tests.browser.test_sign_in import ask_for_a_code, is_as_wide_as_the_screen
from tests.processes import Worker

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _demonstration(settings) -> None:
    settings.DEBUG = True


@pytest.fixture
def mall(venues) -> Venue:
    return Venue.objects.get(code="demo-mall-jinjiang")


def sign_in(phone: Page) -> None:
    code = ask_for_a_code(phone, "138 0000 0009")
    phone.get_by_label("验证码").fill(code)
    phone.get_by_role("button", name="登录", exact=True).click()
    phone.goto("/")


def code_now(venue: Venue, *, seconds_ago: int = 0) -> str:
    return code_at(bytes(venue.code_key), timezone.now() - timedelta(seconds=seconds_ago))


def test_camera_on_the_venues_screen_leads_to_credits(
    mall: Venue,
    film: Callable[[str], Path],
    phone_with_camera: Callable[..., Page],
    live_server: LiveServer,
    worker: Worker,
) -> None:
    seen = film(f"{live_server.url}/v/{mall.public_id}/?code={code_now(mall)}")
    phone = phone_with_camera(seen)
    sign_in(phone)
    phone.get_by_role("navigation").get_by_role("link", name="行动").click()
    phone.get_by_role("link", name="低碳场景").first.click()

    phone.get_by_role("button", name="用相机扫码").click()
    phone.wait_for_url(f"**/v/{mall.public_id}/**")
    expect(phone.get_by_role("heading", level=1)).to_have_text("演示商场（锦江）")
    assert is_as_wide_as_the_screen(phone)
    phone.get_by_role("button", name="打卡领积分").click()

    outcome = phone.locator("#outcome")
    expect(outcome.locator(".outcome-result")).to_contain_text("+5", timeout=30_000)
    assert Activity.objects.get().assessment.grams == 0
    assert VenueVisit.objects.get().venue == mall
    phone.goto("/")
    expect(phone.locator(".balance")).to_contain_text("5")


def test_camera_on_a_strangers_code_goes_nowhere(
    mall: Venue, film: Callable[[str], Path], phone_with_camera: Callable[..., Page]
) -> None:
    phone = phone_with_camera(film(f"https://example.com/v/{mall.public_id}/?code=123456"))
    sign_in(phone)
    phone.goto("/act/venue-visit/scan/")

    phone.get_by_role("button", name="用相机扫码").click()

    expect(phone.get_by_text("这不是低碳场景的二维码")).to_be_visible(timeout=30_000)
    assert phone.url.endswith("/act/venue-visit/scan/")
    phone.get_by_role("button", name="关闭相机").click()
    expect(phone.locator("video")).to_be_hidden()


def test_phone_without_a_camera_says_what_to_do_and_digits_can_be_typed(
    mall: Venue, phone_with_camera: Callable[..., Page]
) -> None:
    phone = phone_with_camera()
    sign_in(phone)
    phone.goto(f"/v/{mall.public_id}/")

    phone.get_by_role("button", name="用相机扫码").click()
    expect(phone.get_by_text("没有可用的相机")).to_be_visible()
    phone.get_by_label("打卡码").fill(code_now(mall))
    phone.get_by_role("button", name="打卡领积分").click()

    phone.wait_for_url("**/activities/**")
    assert VenueVisit.objects.get().venue == mall


def test_camera_that_was_not_allowed_says_how_to_go_on(
    mall: Venue, film: Callable[[str], Path], phone_with_camera: Callable[..., Page]
) -> None:
    phone = phone_with_camera(film("nothing to see"), allowed=False)
    sign_in(phone)
    phone.goto(f"/v/{mall.public_id}/")

    phone.get_by_role("button", name="用相机扫码").click()

    expect(phone.get_by_text("相机没有打开")).to_be_visible()


def test_digits_90_seconds_old_are_refused(mall: Venue, browser: Browser, browser_context_args: dict[str, Any]) -> None:
    cache.clear()
    phone = browser.new_context(**browser_context_args).new_page()
    phone.goto("/")
    sign_in(phone)
    phone.goto(f"/v/{mall.public_id}/")

    phone.get_by_label("打卡码").fill(code_now(mall, seconds_ago=90))
    phone.get_by_role("button", name="打卡领积分").click()

    expect(phone.get_by_text("打卡码不对或已更换")).to_be_visible()
    assert not Activity.objects.exists()


def test_venues_screen_renews_its_code_by_itself(mall: Venue, phone: Page) -> None:
    phone.clock.install()
    phone.goto(f"/screens/{mall.screen_token}/")
    shown = phone.locator(".screen-number")
    expect(shown).to_be_visible()
    mall.code_key = b"another key, another code".ljust(32)
    mall.save()

    phone.clock.fast_forward("00:31")

    expect(shown).to_have_text(f"{code_now(mall)[:3]}{code_now(mall)[3:]}")


def test_screen_that_lost_its_connection_shows_no_code(
    mall: Venue, browser: Browser, browser_context_args: dict[str, Any]
) -> None:
    tablet = browser.new_context(**browser_context_args).new_page()
    tablet.clock.install()
    tablet.goto(f"/screens/{mall.screen_token}/")
    expect(tablet.locator(".screen-number")).to_be_visible()

    tablet.context.set_offline(True)
    tablet.clock.fast_forward("00:31")
    expect(tablet.get_by_text("网络已断开")).to_be_visible()
    expect(tablet.locator(".screen-number")).to_be_hidden()

    tablet.context.set_offline(False)
    tablet.clock.fast_forward("00:11")
    expect(tablet.locator(".screen-number")).to_be_visible()
    expect(tablet.get_by_text("网络已断开")).to_be_hidden()
