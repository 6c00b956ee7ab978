"""A campaign from the shelf to the check-in on a phone, its screen beside it, and its pages on a desktop.

With PICTURES, pictures are kept in that folder, in both languages.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from campaigns.checkins import codes
from campaigns.desk import opening, reporting
from campaigns.models import Campaign, CheckIn
from campaigns.signups.joining import sign_up
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.browser.test_till import sign_in
from tests.campaigns.conftest import FLAT, MORE, OPENS, WRITES, make_staff, text
from tests.conftest import make_citizen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogue", "budget")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXT = {
    "zh-hans": "从锦城湖2号湖骑到江家艺苑，全程十一公里，共享单车即可。请提前十分钟到集合点。",
    "en": "Eleven kilometres from Jincheng Lake 2 to Jiangjia Art Park, on shared bikes. Come ten minutes early.",
}


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def handset(browser, browser_context_args, live_server) -> Page:
    """A phone on which an answer may be a refusal."""
    page: Page = browser.new_context(**browser_context_args).new_page()
    page.goto("/")
    return page


def looked_at(page: Page, name: str) -> None:
    """No page is wider than its screen; with PICTURES a picture of it is kept there, in English too."""
    assert is_as_wide_as_the_screen(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def made(author: User, opener: User, code: str, **terms) -> Campaign:
    now = timezone.now()
    times = {"signup_from": now - 5 * DAY, "signup_until": now + DAY, "starts_at": now - HOUR, "ends_at": now + 2 * DAY}
    place = {
        "mode": "place",
        "address": {"zh-hans": "锦城湖2号湖集合点", "en": "Jincheng Lake 2"},
        "district": "gaoxin",
    }
    written = Campaign(**{"code": code, "text": TEXT, **times, **place, **terms})
    opening.propose(campaign=opening.begin(written, by=author, now=now), by=author, now=now)
    return opening.open_(campaign=written, by=opener, now=now)


@pytest.fixture
def campaigns(db) -> Campaign:
    """The ride, and others beside it: full, online, coming, over with results."""
    author, opener = make_staff("author", *WRITES), make_staff("opener", *OPENS)
    now = timezone.now()
    ride = made(
        author,
        opener,
        "greenway-ride",
        title={"zh-hans": "锦城绿道秋日骑行", "en": "Autumn ride on the Jincheng greenway"},
        capacity=60,
        proving="either",
        **FLAT,
    )
    made(
        author,
        opener,
        "commute",
        title={"zh-hans": "低碳通勤挑战", "en": "Low-carbon commute"},
        **(MORE | {"scenario_codes": ["metro", "bus", "bike-share"]}),
        mode="online",
        address={},
        district="",
    )
    full = made(author, opener, "snow", title={"zh-hans": "清晨看雪山", "en": "Snow mountains at dawn"}, capacity=6)
    for _ in range(8):
        sign_up(campaign=full, citizen=make_citizen(), now=now)
    later = {
        "signup_from": now + DAY,
        "signup_until": now + 2 * DAY,
        "starts_at": now + 3 * DAY,
        "ends_at": now + 4 * DAY,
    }
    made(author, opener, "trees", title={"zh-hans": "社区植树日", "en": "Community tree planting"}, **later)
    over = made(author, opener, "market", title={"zh-hans": "闲置交换夜市", "en": "Second-hand night market"})
    for _ in range(12):
        sign_up(campaign=over, citizen=make_citizen(), now=now - DAY)
    opening.cancel(campaign=over, words=text("暴雨红色预警，夜市取消。"), by=opener, now=now)
    said = {"zh-hans": "因暴雨取消，摊位费已全部退还。", "en": "Cancelled in the rain; fees were given back."}
    reporting.report(campaign=over, text=said, photos=[], by=author, now=now)
    return ride


def test_from_the_shelf_to_the_check_in(handset: Page, alice: User, campaigns: Campaign) -> None:
    phone = sign_in(handset, alice)
    phone.goto("/campaigns/")
    looked_at(phone, "campaigns-390")
    phone.get_by_role("link", name="锦城绿道秋日骑行").click()
    looked_at(phone, "campaign-join-390")
    phone.get_by_role("button", name="报名").click()
    expect(phone.get_by_role("heading", name="报名成功")).to_be_visible()
    looked_at(phone, "campaign-in-390")
    phone.get_by_role("link", name="出示我的入场码").click()
    expect(phone.get_by_text("请向工作人员出示")).to_be_visible()
    looked_at(phone, "campaign-ticket-390")

    phone.goto(f"{campaigns.get_absolute_url()}check-in/")
    phone.get_by_label("屏幕上的六位数字").or_(phone.locator("[name=code]")).first.fill("000000")
    phone.get_by_role("button", name="签到").click()
    expect(phone.get_by_text("这不是屏幕上现在的签到码")).to_be_visible()
    looked_at(phone, "campaign-old-code-390")
    phone.locator("[name=code]").fill(codes.on_screen(campaigns, now=timezone.now()).code)
    phone.get_by_role("button", name="签到").click()
    expect(phone.get_by_text("获得奖励30积分")).to_be_visible()
    assert CheckIn.objects.get().signup.citizen == alice
    looked_at(phone, "campaign-there-390")
    phone.goto("/statement/")
    expect(phone.get_by_text("锦城绿道秋日骑行").first).to_be_visible()
    looked_at(phone, "campaign-statement-390")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_its_pages_on_a_desktop_and_a_phone(browser, live_server, alice, campaigns: Campaign, language: str) -> None:
    sign_up(campaign=campaigns, citizen=alice, now=timezone.now())
    page = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    sign_in(page, alice)
    addresses = {
        "shelf": "/campaigns/",
        "past": "/campaigns/?when=past",
        "one": campaigns.get_absolute_url(),
        "full": "/campaigns/snow/",
        "online": "/campaigns/commute/",
        "cancelled": "/campaigns/market/",
        "mine": "/campaigns/mine/",
        "withdraw": f"{campaigns.get_absolute_url()}withdraw/",
        "screen": f"/campaigns/screen/{campaigns.screen_token}/",
    }
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for name, address in addresses.items():
            page.goto(address)
            looked_at(page, f"{name}-{width}-{language}")


@pytest.mark.parametrize("language", ["zh-hans"])
def test_a_campaign_at_the_desk(browser, live_server, campaigns: Campaign, language: str) -> None:
    staff = User.objects.create_superuser("desk", "correct horse battery staple")
    page = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/")
    sign_in(page, staff)
    for name, address in (("list", ""), ("new", "add/"), ("page", f"{campaigns.pk}/change/")):
        page.goto(f"/admin/campaigns/campaign/{address}")
        expect(page.get_by_role("heading").first).to_be_visible()
        looked_at(page, f"desk-{name}-1280")
