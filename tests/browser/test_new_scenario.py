"""A wholly new scenario: made at the desk without a programmer, told of by a citizen the day after, and explained."""

import re
from datetime import time, timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from common.city_time import at_city_time, city_day
from credits import statements
from scenarios.models import RuleVersion
from tests import rules
from tests.browser.test_every_act import expect_told, submit
from tests.browser.test_review import session_of
from tests.conftest import score_everything

pytestmark = pytest.mark.usefixtures("transactional_db", "catalogue", "budget")

TEXTS = {
    "name_zh": "自带杯",
    "name_en": "Reusable cup",
    "summary_zh": "买饮料用自己的杯子。",
    "summary_en": "Drinks in a cup of your own.",
    "deed_zh": "您自带杯买了 …",
    "deed_en": "You brought your own cup for …",
    "unit_zh": "杯",
    "unit_en": "drink",
    "units_zh": "杯",
    "units_en": "drinks",
    "label_zh": "杯数",
    "label_en": "Number of drinks",
    "factor_value": "23",
    "most_count": "5",
    "grams_per_credit": "10",
    "title_zh": "自带杯减排量建议值",
    "title_en": "A proposal for reusable cups",
    "publisher_zh": "碳惠天府开源门户",
    "publisher_en": "The open-source portal",
}


@pytest.fixture
def office(browser: Browser, live_server: LiveServer, desk: User) -> Page:
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.add_cookies([session_of(desk, live_server)])
    return context.new_page()


def make_the_cup(office: Page) -> RuleVersion:
    """As an official does who has never written a program."""
    office.goto("/admin/scenarios/scenario/")
    office.goto("/admin/scenarios/scenario/add/")
    office.get_by_label("按数量计减排").check()
    office.get_by_role("button", name="继续填写").click()
    for name, words in TEXTS.items():
        office.locator(f"[name={name}]").fill(words)
    office.get_by_label("杯子").check(force=True)
    office.locator("[name=group]").select_option("outings")
    office.get_by_role("button", name="查看新建后的样子").click()
    expect(office.get_by_text("1 杯：23 克，2 积分")).to_be_visible()
    office.get_by_role("button", name="新建场景和规则草稿").click()
    expect(office.get_by_text("已新建，并生成规则草稿")).to_be_visible()
    return RuleVersion.objects.get(scenario__code="reusable-cup")


def test_a_cup_is_made_in_the_browser_told_of_scored_and_explained(
    office: Page, phone: Page, alice: User, live_server: LiveServer
) -> None:
    draft = make_the_cup(office)
    tomorrow = city_day(timezone.now()) + timedelta(days=1)
    rules.publish(draft, effective_from=tomorrow, now=timezone.now())

    with time_machine.travel(at_city_time(tomorrow, time(12)), tick=True):
        phone.context.add_cookies([session_of(alice, live_server)])
        phone.goto("/act/")
        phone.get_by_role("link", name="自带杯").click()
        phone.get_by_label("杯数").fill("3")
        submit(phone)
        expect(phone).to_have_url(re.compile("/activities/"))
        score_everything(timezone.now())
        phone.reload()
        expect_told(phone, ["您自带杯买了 3 杯", "3 杯 × 23 克/杯"], 6)

        assert statements.available(alice.pk, today=tomorrow) == 6
        phone.goto("/methods/reusable-cup/")
        expect(phone.get_by_text("减排量 = 杯数 × 每杯减排量").first).to_be_visible()
        document = phone.request.get("/api/v1/openapi.json").json()
        post = document["paths"]["/api/v1/activities"]["post"]
        kinds = post["requestBody"]["content"]["application/json"]["schema"]["properties"]["activities"]["items"]
        assert "reusable-cup" in {item["title"] for item in kinds["oneOf"]}
