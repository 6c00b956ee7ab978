"""A citizen earns credits on a phone: from the number on the sign-in page to a statement that adds up."""

from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from activities.models import Activity
from common.city_time import CITY_ZONE
from tests.browser.parts import type_a_clock
from tests.browser.test_sign_in import ask_for_a_code, is_as_wide_as_the_screen
from tests.browser.waiting import ask_until_told
from tests.processes import Worker

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _demonstration(settings) -> None:
    settings.DEBUG = True


@pytest.fixture
def citizen(phone: Page) -> Page:
    """A phone whose owner has just signed in for the first time."""
    code = ask_for_a_code(phone, "138 0000 0009")
    phone.get_by_label("验证码").fill(code)
    phone.get_by_role("button", name="登录", exact=True).click()
    phone.goto("/")
    return phone


def report_steps(phone: Page, steps: str) -> None:
    phone.goto("/act/walking/")
    phone.get_by_label("步数").fill(steps)
    phone.get_by_role("button", name="提交并获得积分").click()


def report_ride(phone: Page, kilometres: str, *, start: str = "08:00", minutes: str = "10") -> None:
    phone.goto("/act/bike-share/")
    phone.get_by_label("骑行距离").fill(kilometres)
    phone.get_by_label("昨天").check()
    type_a_clock(phone, "开始时间", time.fromisoformat(start))
    phone.get_by_label("时长").fill(minutes)
    phone.get_by_role("button", name="提交并获得积分").click()


def test_8000_steps_and_a_ride_of_two_km_earn_11_credits(citizen: Page, worker: Worker) -> None:
    citizen.get_by_role("navigation").get_by_role("link", name="行动").click()
    citizen.get_by_role("link", name="步行").click()
    citizen.get_by_label("步数").fill("8000")
    citizen.get_by_role("button", name="提交并获得积分").click()

    # Nobody reloads: the page says that it is scoring, then what came of it.
    outcome = citizen.locator("#outcome")
    expect(outcome).to_contain_text("减少二氧化碳 80 克", timeout=30_000)
    expect(outcome.locator(".outcome-result")).to_contain_text("+8")
    expect(outcome).to_contain_text("8,000 步 × 0.02 克/步")
    expect(outcome).to_contain_text("自行填报，按 50% 计入")
    expect(outcome).to_contain_text("80 克 ÷ 每 10 克 1 积分，不足 1 积分舍去")
    assert is_as_wide_as_the_screen(citizen)

    report_ride(citizen, "2")
    # Typed in, a ride counts for half, too.
    expect(outcome).to_contain_text("减少二氧化碳 33 克", timeout=30_000)
    expect(outcome.locator(".outcome-result")).to_contain_text("+3")
    expect(outcome).to_contain_text("67.76 克")
    expect(outcome).to_contain_text("自行填报，按 50% 计入")

    citizen.get_by_role("navigation").get_by_role("link", name="奖励").click()
    citizen.get_by_role("link", name="明细").click()
    rows = citizen.locator("table.statement tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("共享单车")
    expect(rows.nth(0).locator("td").nth(1)).to_have_text("+3")
    expect(rows.nth(0).locator("td").nth(2)).to_have_text("11")
    expect(rows.nth(1).locator("td").nth(1)).to_have_text("+8")
    expect(rows.nth(1).locator("td").nth(2)).to_have_text("8")
    expect(citizen.locator("table.vintages")).to_contain_text("11")
    assert is_as_wide_as_the_screen(citizen)

    citizen.goto("/")
    expect(citizen.locator(".balance")).to_contain_text("11")


def test_same_steps_again_are_recognised(citizen: Page, worker: Worker) -> None:
    report_steps(citizen, "8000")
    expect(citizen.locator("#outcome")).to_contain_text("减少二氧化碳 80 克", timeout=30_000)

    report_steps(citizen, "8000")

    expect(citizen.get_by_text("这条行为之前已提交过，只计一次。")).to_be_visible()
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ("-5", "步数是 -5 步，应在 1 步到 100,000 步之间。"),
        ("1000000000", "步数是 1,000,000,000 步，应在 1 步到 100,000 步之间。"),
        ("很多", "步数要填整数。"),
        ("", "请填写步数。"),
    ],
)
def test_wrong_steps_are_told_beside_the_field_and_nothing_is_recorded(
    citizen: Page, steps: str, sentence: str
) -> None:
    report_steps(citizen, steps)

    expect(citizen.locator(".field-error")).to_have_text(sentence)
    expect(citizen.get_by_label("步数")).to_have_value(steps)
    assert not Activity.objects.exists()


def test_a_day_in_the_future_is_refused_with_a_sentence(citizen: Page) -> None:
    citizen.goto("/act/walking/")
    citizen.get_by_label("步数").fill("8000")
    tomorrow = (datetime.now(CITY_ZONE) + timedelta(days=1)).date().isoformat()
    # No button offers it: a page that was opened before midnight by a clock that goes ahead might.
    citizen.get_by_label("今天").evaluate("(button, day) => { button.value = day }", tomorrow)
    citizen.get_by_role("button", name="提交并获得积分").click()

    expect(citizen.get_by_role("alert")).to_contain_text("还没到这个时间，做完之后再来提交。")
    assert not Activity.objects.exists()


def test_a_ride_that_is_too_fast_says_why(citizen: Page) -> None:
    report_ride(citizen, "14", minutes="20")

    expect(citizen.get_by_role("alert")).to_contain_text(
        "平均速度是 42 公里/小时，应在 4 公里/小时到 25 公里/小时之间。"
    )
    assert not Activity.objects.exists()


def test_numbers_that_the_scheme_has_not_published_are_marked(citizen: Page) -> None:
    citizen.goto("/act/walking/")

    expect(citizen.get_by_text("演示值，非官方").first).to_be_visible()
    citizen.get_by_text("完整的算法、上限和来源").click()
    expect(citizen.get_by_text("湖北日报")).to_have_count(1)
    expect(citizen.get_by_text("湖北日报")).to_be_visible()
    assert is_as_wide_as_the_screen(citizen)


def test_without_javascript_an_act_is_reported_and_its_result_is_one_link_away(
    browser: Browser, live_server: LiveServer, worker: Worker, alice, client
) -> None:
    client.force_login(alice)
    session = client.cookies["sessionid"].value
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="zh-CN")
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()

    report_steps(page, "8000")
    ask_until_told(page, "减少二氧化碳 80 克")

    expect(page.locator("#outcome")).to_contain_text("减少二氧化碳 80 克")
    context.close()


def test_a_walk_is_told_of_in_three_taps_from_home(citizen: Page) -> None:
    taps = count_taps(citizen)
    citizen.get_by_role("navigation").get_by_role("link", name="行动").click()
    citizen.get_by_role("link", name="步行").click()
    citizen.get_by_label("步数").press_sequentially("8000")
    expect(citizen.locator(".estimate")).to_contain_text("约 8 积分")
    citizen.get_by_role("button", name="提交并获得积分").click()

    expect(citizen.locator("#outcome")).to_contain_text("8,000 步")
    assert len(taps) == 3


def test_the_ride_of_yesterday_is_told_of_again_in_two_taps(citizen: Page) -> None:
    report_ride(citizen, "2.5", minutes="15")
    expect(citizen.locator("#outcome")).to_contain_text("2.5 公里")
    citizen.goto("/act/")
    taps = count_taps(citizen)
    citizen.get_by_role("link", name="再来一次").click()
    expect(citizen.get_by_label("骑行距离")).to_have_value("2.5")
    expect(citizen.get_by_label("今天")).to_be_checked()
    citizen.get_by_role("button", name="提交并获得积分").click()

    expect(citizen.locator("#outcome")).to_contain_text("2.5 公里")
    assert len(taps) == 2
    today = datetime.now(CITY_ZONE).date()
    assert [(act.city_day, act.values) for act in Activity.objects.order_by("pk")] == [
        (today - timedelta(days=1), {"distance_m": 2500}),
        (today, {"distance_m": 2500}),
    ]


def count_taps(phone: Page) -> list[str]:
    """Where the phone is tapped from now on, on whichever page."""
    taps: list[str] = []

    def tapped(on: str) -> None:
        taps.append(on)

    phone.expose_function("tapped", tapped)
    listen = "document.addEventListener('click', (event) => event.detail && window.tapped(event.target.tagName), true)"
    phone.add_init_script(listen)
    phone.evaluate(listen)
    return taps
