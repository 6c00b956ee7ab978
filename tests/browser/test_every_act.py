"""Every kind of act that a citizen can type: its form on a phone, what it earns, and the explanation."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from functools import partial

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from activities.models import Activity, Assessment
from channels.household import meters, vehicles
from channels.household.models import Meter, Vehicle
from common.city_time import CITY_ZONE
from scenarios.rulebook import RuleBook
from scenarios.rules import Evidence
from tests.browser.parts import type_a_clock
from tests.browser.test_earning import _demonstration, citizen  # noqa: F401, the phone of somebody signed in
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.processes import Worker

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


def bind_car(owner: User, plate: str) -> Vehicle:
    return vehicles.bind(citizen=owner, plate=plate, engine_ml=1498, district="wuhou", now=timezone.now())


def bind_meter(owner: User, kind: str) -> Meter:
    return meters.bind(citizen=owner, kind=kind, number="51001234", people=3, said_yes_to=(), now=timezone.now())


ODOMETER = {"开始时的里程表读数": "10000", "结束时的里程表读数": "10020"}
POWER = {"起始读数": "5210", "截止读数": "5300", "去年同期用量": "100", "家庭人数": "3"}
WATER = {"起始读数": "812", "截止读数": "821", "去年同期用量": "10", "家庭人数": "3"}
YESTERDAY = {"昨天": "", "开始时间": "08:00"}
STORIES: Mapping[str, tuple[Mapping[str, str], list[str], int]] = {
    "walking": ({"步数": "8000"}, ["8,000 步 × 0.02 克/步", "160 克", "减少二氧化碳 80 克"], 8),
    "bike-share": ({"骑行距离": "2", **YESTERDAY, "时长": "10"}, ["67.76 克", "33.88 克", "减少二氧化碳 33 克"], 3),
    "ebike-share": ({"骑行距离": "3", **YESTERDAY, "时长": "15"}, ["105.03 克", "减少二氧化碳 52 克"], 5),
    "bus": ({"乘车距离": "5", **YESTERDAY, "时长": "20"}, ["134.5 克", "减少二氧化碳 67 克"], 6),
    "ev-driving": ({**ODOMETER, **YESTERDAY, "时长": "60"}, ["156.7808 克/公里", "减少二氧化碳 684 克"], 68),
    "idle-car": (
        {"开始时的里程表读数": "52000", "结束时的里程表读数": "52000.4"},
        ["1 天 × 22 公里", "2,099 克", "减少二氧化碳 1,049 克"],
        104,
    ),
    "electricity-saving": (POWER, ["计节约 10 千瓦时 × 156.4 克/千瓦时", "1,564 克", "减少二氧化碳 782 克"], 78),
    "water-saving": (WATER, ["计节约 1 立方米 × 168 克/立方米", "168 克", "减少二氧化碳 84 克"], 8),
    "gas-saving": (WATER, ["计节约 1 立方米 × 2,162 克/立方米", "2,162 克", "减少二氧化碳 1,081 克"], 108),
    "clean-plate": ({}, ["每次 2 积分"], 2),
    "check-in": ({}, ["每次 1 积分"], 1),
}
"""By scenario: what is typed, what the explanation says, the credits earned."""
BOUND: Mapping[str, Callable[[User], object]] = {
    "ev-driving": lambda owner: bind_car(owner, "川AD12345"),
    "idle-car": lambda owner: bind_car(owner, "川A12345"),
    **{code: partial(bind_meter, kind=code) for code in ("electricity-saving", "water-saving", "gas-saving")},
}
"""What must be bound before an act of the scenario can be typed: a car, a meter."""
OF_THEIR_OWN = {"metro", "venue-action"}
"""Told below: a choice is made in them."""


def signed_in() -> User:
    """Whose phone it is."""
    return User.objects.get(profile__phone="+8613800000009")


def fill(phone: Page, typed: Mapping[str, str]) -> None:
    """Types each value beside its label; a label without one is a button that is tapped."""
    for label, value in typed.items():
        if label == "开始时间":
            type_a_clock(phone, label, time.fromisoformat(value))
            continue
        field = phone.get_by_label(label, exact=True)
        field.fill(value) if value else field.check()


def submit(phone: Page) -> None:
    phone.get_by_role("button", name="提交并获得积分").click()


def expect_told(phone: Page, said: list[str], credits: int) -> None:
    outcome = phone.locator("#outcome")
    expect(outcome.locator(".outcome-result")).to_contain_text(f"+{credits}", timeout=30_000)
    for words in said:
        expect(outcome).to_contain_text(words)
    assert Assessment.objects.get().credits == credits
    assert is_as_wide_as_the_screen(phone)


@pytest.mark.parametrize("code", STORIES)
def test_an_act_is_typed_scored_and_explained(citizen: Page, worker: Worker, code: str) -> None:  # noqa: F811
    typed, said, credits = STORIES[code]
    if code in BOUND:
        BOUND[code](signed_in())
    citizen.goto(f"/act/{code}/")
    fill(citizen, typed)
    submit(citizen)

    expect_told(citizen, said, credits)


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("ev-driving", {"车牌号": "川AD12345"}),
        ("gas-saving", {"表号": "51001234", "家庭人数": "3"}),
    ],
)
def test_what_counts_once_for_everybody_is_bound_on_the_way(
    citizen: Page,  # noqa: F811
    worker: Worker,
    code: str,
    fields: Mapping[str, str],
) -> None:
    citizen.goto(f"/act/{code}/")
    expect(citizen.get_by_text("不论由谁填报都只计一次")).to_be_visible()
    expect(citizen.get_by_role("button", name="提交并获得积分")).to_have_count(0)
    assert is_as_wide_as_the_screen(citizen)
    citizen.get_by_role("link", name="现在绑定").click()
    for label, value in fields.items():
        citizen.get_by_label(label, exact=True).fill(value)
    citizen.locator("main form button[type=submit]").click()

    citizen.goto(f"/act/{code}/")
    expect(citizen.get_by_role("button", name="提交并获得积分")).to_be_visible()


def test_one_of_several_cars_is_chosen_and_counts_once(citizen: Page, worker: Worker) -> None:  # noqa: F811
    for plate in ("川AD12345", "川AD54321"):
        bind_car(signed_in(), plate)

    def drive(start: str) -> None:
        citizen.goto("/act/ev-driving/")
        citizen.get_by_label("川AD54321").check()
        fill(citizen, {**ODOMETER, **YESTERDAY, "开始时间": start, "时长": "60"})
        submit(citizen)

    drive("08:00")
    expect_told(citizen, ["减少二氧化碳 684 克"], 68)
    drive("18:00")
    expect(citizen.get_by_role("alert")).to_contain_text("这辆车的这段里程已经计入过")
    assert Activity.objects.count() == 1
    assert is_as_wide_as_the_screen(citizen)


def test_a_metro_journey_is_told_by_its_two_stations(citizen: Page, worker: Worker) -> None:  # noqa: F811
    citizen.goto("/act/metro/")
    for label, words, station in (("进站", "xipu", "犀浦"), ("出站", "春熙", "春熙路")):
        field = citizen.get_by_role("combobox", name=label)
        field.fill(words)
        field.press("Enter")
        expect(field).to_have_value(station)
    fill(citizen, {**YESTERDAY, "时长": "40"})
    submit(citizen)

    expect_told(citizen, ["您乘地铁从犀浦到春熙路", "17.385 公里 × 46.7 克/人公里", "811.8795 克", "233 克"], 23)


def test_a_green_purchase_is_chosen_from_a_few(citizen: Page, worker: Worker) -> None:  # noqa: F811
    citizen.goto("/act/venue-action/")
    submit(citizen)
    expect(citizen.get_by_text("您做了什么：请从列表中选择。").first).to_be_visible()

    citizen.get_by_label("外卖不要一次性餐具").check()
    citizen.get_by_label("份数").fill("1")
    submit(citizen)

    expect_told(citizen, ["1 份 × 23 克/次", "减少二氧化碳 11 克"], 1)


def test_a_typed_act_says_how_the_same_would_earn_more(citizen: Page, worker: Worker) -> None:  # noqa: F811
    citizen.goto("/act/walking/")
    expect(citizen.get_by_role("link", name="上传手机或手环记下的步数，就能全额计入。")).to_be_visible()
    fill(citizen, {"步数": "8000", "昨天": ""})
    submit(citizen)

    expect(citizen.locator("#outcome")).to_contain_text("自行填报，按 50% 计入", timeout=30_000)
    expect(citizen.locator("#outcome")).to_contain_text("同样的行为，证明越充分，计入越多。")


def test_no_proof_is_offered_that_nobody_takes(citizen: Page, worker: Worker) -> None:  # noqa: F811
    citizen.goto("/act/bus/")
    expect(citizen.locator("main")).to_contain_text("照片（经查重） · 暂未开放")
    fill(citizen, {"乘车距离": "5", **YESTERDAY, "时长": "20"})
    submit(citizen)

    expect(citizen.locator("#outcome")).to_contain_text("自行填报，按 50% 计入", timeout=30_000)
    expect(citizen.locator("#outcome")).not_to_contain_text("证明越充分，计入越多")


def test_what_partners_report_asks_for_nothing_and_says_that_none_is_connected(citizen: Page) -> None:  # noqa: F811
    citizen.goto("/act/waste-sorting/")

    expect(citizen.get_by_text("暂未开放", exact=True)).to_be_visible()
    expect(citizen.get_by_role("button", name="提交并获得积分")).to_have_count(0)
    assert not Activity.objects.exists()


def test_every_act_that_can_be_typed_has_its_story() -> None:
    book = RuleBook()
    today = datetime.now(CITY_ZONE).date()
    typeable = {
        scenario.code for scenario, _version, rule in book.rules_on(today) if Evidence.SELF_DECLARED in rule.windows
    }

    assert typeable == set(STORIES) | OF_THEIR_OWN
