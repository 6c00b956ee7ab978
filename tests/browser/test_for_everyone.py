"""The pages for whoever has large text, a small screen, a keyboard and no mouse, or no JavaScript."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from activities.models import Activity
from scenarios.models import Scenario
from tests.browser.test_sign_in import ask_for_a_code, is_as_wide_as_the_screen
from tests.browser.waiting import ask_until_told
from tests.conftest import record, ride, score_everything, walk
from tests.processes import ROOT, Worker

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

PUBLIC = ["/", "/about/", "/help/", "/methods/", "/methods/walking/", "/city/", "/styleguide/", "/sign-in/"]
OWN = ["/act/", "/act/walking/", "/activities/", "/rewards/", "/statement/", "/reports/2026-11/", "/me/", "/"]
MOST_TABS = 40


@pytest.fixture(autouse=True)
def _demonstration(settings) -> None:
    settings.DEBUG = True


@pytest.fixture
def at_home(phone: Page, client, alice) -> Page:
    """Alice's phone, signed in, with acts of this and earlier days."""
    record(alice, walk(8000), ride(2000), *(walk(20_000 + day, days_ago=day) for day in range(1, 9)))
    score_everything()
    client.force_login(alice)
    phone.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": phone.url}])
    return phone


@pytest.mark.parametrize(("width", "text"), [(390, "standard"), (320, "large")])
def test_no_page_is_wider_than_the_screen(at_home: Page, width: int, text: str) -> None:
    at_home.context.add_cookies([{"name": "text", "value": text, "url": at_home.url}])
    at_home.set_viewport_size({"width": width, "height": 700})
    too_wide = []
    for language in ("zh-hans", "en"):
        at_home.context.add_cookies([{"name": "django_language", "value": language, "url": at_home.url}])
        for address in [*PUBLIC, *OWN]:
            at_home.goto(address)
            if not is_as_wide_as_the_screen(at_home):
                too_wide.append((language, address))

    assert too_wide == []


def test_a_visitors_pages_are_no_wider_than_a_small_screen_with_large_text(phone: Page) -> None:
    phone.set_viewport_size({"width": 320, "height": 700})
    phone.context.add_cookies(
        [
            {"name": name, "value": value, "url": phone.url}
            for name, value in (("text", "large"), ("django_language", "en"))
        ]
    )
    for address in PUBLIC:
        phone.goto(address)
        assert is_as_wide_as_the_screen(phone)


def test_large_text_and_theme_are_chosen_on_the_page_and_kept(phone: Page) -> None:
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    before = phone.evaluate(size)
    phone.locator("details.menu > summary").click()
    phone.get_by_role("button", name="大字").click()
    phone.locator("details.menu > summary").click()
    phone.get_by_role("button", name="深色").click()

    phone.goto("/help/")
    assert phone.evaluate(size) == pytest.approx(before * 1.3)
    assert phone.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 23, 25)"


def test_charts_are_drawn_beside_their_tables(at_home: Page) -> None:
    at_home.goto("/reports/2026-11/")

    expect(at_home.locator("figure canvas")).to_have_count(3)
    expect(at_home.locator("table")).to_have_count(3)


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until the control of that name has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(e => (e.labels && e.labels[0] || e).textContent.trim().replace(/\\s+/g, ' '))(document.activeElement)"
        )
        if focused == name:
            return
    raise AssertionError(f"no way by keyboard to {name}")


def test_a_walk_is_submitted_from_sign_in_on_by_keyboard_alone(phone: Page, worker: Worker) -> None:
    tab_to(phone, "登录")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/sign-in/")
    tab_to(phone, "手机号")
    phone.keyboard.type("13800000009")
    phone.keyboard.press("Enter")
    code = re.sub(r"\D", "", phone.get_by_text("演示环境：验证码").inner_text())
    phone.keyboard.type(code)  # the field has the focus already
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/welcome/**")
    tab_to(phone, "跳过")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/first-steps/")
    tab_to(phone, "跳过")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("您好")
    tab_to(phone, "去提交")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/act/walking/")
    tab_to(phone, "步数")
    phone.keyboard.type("8000")
    phone.keyboard.press("Enter")

    expect(phone.locator("#outcome")).to_contain_text("得 8 积分", timeout=30_000)


def test_a_walk_is_submitted_from_sign_in_on_without_javascript(
    browser: Browser, live_server: LiveServer, worker: Worker
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="zh-CN")
    page = context.new_page()
    code = ask_for_a_code(page, "138 0000 0009")
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("link", name="跳过").click()
    page.get_by_role("link", name="跳过").click()
    page.get_by_role("link", name="去提交：步行").click()
    page.get_by_label("步数").fill("8000")
    page.get_by_role("button", name="提交并获得积分").click()
    ask_until_told(page, "得 8 积分")

    expect(page.locator("#outcome")).to_contain_text("得 8 积分")
    assert Activity.objects.get().values == {"steps": 8000}
    context.close()


def test_a_first_visit_weighs_at_most_100_kb(client) -> None:
    page = client.get("/").content
    files = set(re.findall(rb'(?:src|href)="(/static/[^"]+)"', page))
    root = Path(staticfiles_storage.location)
    weights = []
    for file in files:
        path = root / file.decode().removeprefix("/static/")
        compressed = path.with_name(f"{path.name}.gz")
        weights.append((compressed if compressed.exists() else path).stat().st_size)

    assert len(files) >= 6
    assert len(page) + sum(weights) <= 100_000


def test_every_scenario_has_an_icon_of_ours(db) -> None:
    for scenario in Scenario.objects.all():
        assert (ROOT / "templates" / "icons" / f"{scenario.icon}.svg").exists()
