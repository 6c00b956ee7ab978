"""One event neutralised: planned, stated out of a file, retired by two, certified, and read by everybody."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from common.city_time import city_day
from projects.events import drafting
from projects.models import Event, EventStatus, Order, Organisation, Part
from tests.browser.test_merchants_door import enrol_an_app
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.browser.test_till import sign_in
from tests.conftest import make_citizen
from tests.projects.conftest import issued, make_organisation, make_project, nothing_found, seat
from tests.projects.events.conftest import FACTS, HALL, measured, planned

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "电表编号,起始日期,截止日期,用电量 [千瓦时],数据来源"
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def organiser(db) -> Organisation:
    made = make_organisation("锦城会展", "91510100MA00000004")
    issued(make_project(made, 9, buffer_percent=0), 10_000, (make_citizen(), make_citizen()))
    return made


@pytest.fixture(params=SIZES)
def looked_at(request, phone: Page) -> Callable[[str], None]:
    """No page is wider than the screen; with PICTURES a picture of it is kept there."""
    width, height = SIZES[request.param]
    phone.set_viewport_size({"width": width, "height": height})

    def look(name: str) -> None:
        assert is_as_wide_as_the_screen(phone), name
        if folder := os.environ.get("PICTURES"):
            phone.screenshot(path=Path(folder) / f"event-{request.param}-{name}.png", full_page=True)

    return look


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [390, 320])
def test_what_everybody_reads_fits_a_narrow_phone(
    phone: Page, organiser: Organisation, language: str, width: int
) -> None:
    leader, over = seat(organiser, Part.OWNER), city_day(timezone.now()) - timedelta(days=3)
    facts, before = FACTS._replace(starts_on=over, ends_on=over), timezone.now() - timedelta(days=9)
    event = measured(planned(organiser, leader, HALL, facts=facts, now=before), leader, now=timezone.now())
    phone.context.add_cookies([{"name": "django_language", "value": language, "url": phone.url}])
    phone.set_viewport_size({"width": width, "height": 844})

    for path in (f"/registry/events/{event.public_id}/", "/registry/", "/registry/events/"):
        phone.goto(path)
        if folder := os.environ.get("PICTURES"):
            name = f"narrow-{width}-{language}-{path.strip('/').replace('/', '-')[:16]}.png"
            phone.screenshot(path=Path(folder) / name, full_page=True)
        assert is_as_wide_as_the_screen(phone), path


def day_typed(page: Page, name: str, day: date) -> None:
    for part, value in zip(("year", "month", "day"), (day.year, day.month, day.day), strict=True):
        page.locator(f"[name={name}_{part}]").fill(str(value))


def room_of(organisation: Organisation, rest: str = "") -> str:
    return f"/enterprise/{organisation.public_id}/{rest}"


def test_a_plan_is_written_page_by_page_and_published(phone: Page, looked_at, organiser: Organisation) -> None:
    leader, soon = seat(organiser, Part.OWNER), city_day(timezone.now()) + timedelta(days=20)
    sign_in(phone, leader).goto(room_of(organiser))
    enrol_an_app(phone)
    phone.goto(room_of(organiser))
    looked_at("room")
    phone.locator(".card-link", has_text="碳中和活动").click()
    phone.get_by_role("link", name="新建活动").click()
    for name, words in (("name", "绿色发展论坛（示例）"), ("venue", "世纪城会议中心"), ("people", "500")):
        phone.locator(f"[name={name}]").fill(words)
    phone.locator("[name=district]").select_option("gaoxin")
    day_typed(phone, "starts_on", soon)
    day_typed(phone, "ends_on", soon + timedelta(days=1))
    looked_at("begin")
    phone.get_by_role("button", name="下一步：填写方案").click()
    looked_at("plan-empty")
    phone.locator(".card-link", has_text="参会人员交通").click()
    phone.locator("[name=source]").fill("北京来宾")
    phone.locator("[name=kind]").select_option("rail")
    phone.locator("[name=people]").fill("40")
    phone.locator("[name=distance]").fill("1770")
    looked_at("line")
    phone.get_by_role("button", name="添加").click()
    expect(phone.get_by_text("北京来宾")).to_be_visible()
    phone.locator(".back-link").first.click()
    phone.get_by_role("link", name="人数与减排措施").click()
    phone.locator("[name=measures]").fill("使用绿色场馆，会务材料无纸化，鼓励乘地铁前来。")
    looked_at("measures")
    phone.get_by_role("button", name="保存").click()
    phone.get_by_role("link", name="排放因子").click()
    looked_at("factors")
    phone.go_back()
    phone.get_by_role("link", name="查看将公开的内容").click()
    looked_at("publish")
    phone.get_by_role("button", name="公开", exact=True).click()
    phone.get_by_role("link", name="查看公开页面").click()
    expect(phone.get_by_text("这只是方案")).to_be_visible()
    expect(phone.get_by_text("2,158 千克 CO₂e").first).to_be_visible()
    looked_at("public-plan")


def test_what_was_emitted_is_retired_by_two_and_certified(phone: Page, looked_at, organiser: Organisation) -> None:
    leader, editor = seat(organiser, Part.OWNER), seat(organiser, Part.EDITOR)
    over, now = city_day(timezone.now()) - timedelta(days=3), timezone.now()
    facts = FACTS._replace(starts_on=over, ends_on=over)
    event = planned(organiser, leader, HALL, facts=facts, now=now - timedelta(days=9))
    sign_in(phone, leader).goto(room_of(organiser))
    enrol_an_app(phone)
    phone.goto(room_of(organiser))
    phone.get_by_text("活动已结束，请填报实际排放").click()
    phone.get_by_role("button", name="填报实际排放").click()
    phone.get_by_role("link", name="从文件导入").click()
    looked_at("file")
    rows = f"M-1,{over},{over},9000,实测（仪表、票据、登记）"
    file: FilePayload = {"name": "用电.csv", "mimeType": "text/csv", "buffer": f"{HEAD}\n{rows}\n".encode()}
    phone.locator("[name=file]").set_input_files(file)
    phone.locator("[name=table]").select_option("power")
    phone.get_by_role("button", name="导入").click()
    expect(phone.get_by_text("2,225 千克 CO₂e").first).to_be_visible()
    phone.locator("summary", has_text="逐步核算").click()
    looked_at("actual-draft")
    phone.get_by_role("link", name="查看将公开的内容").click()
    looked_at("publish-actual")
    phone.get_by_role("button", name="公开", exact=True).click()
    expect(phone.get_by_text("还差 3 吨").first).to_be_visible()
    looked_at("to-retire")
    event.refresh_from_db()
    assert event.status == EventStatus.MEASURED

    sign_in(phone, editor).goto(room_of(organiser))
    phone.get_by_text("还需在").click()
    phone.get_by_role("link", name="为活动消纳减排量").click()
    looked_at("blocks")
    phone.locator(".card-link", has_text="10 吨").click()
    phone.get_by_role("button", name="查看变动的编号").click()
    looked_at("retire")
    phone.get_by_role("button", name="提交第二人放行").click()
    expect(phone.get_by_text("已提交")).to_be_visible()

    second = seat(organiser, Part.RELEASER)
    sign_in(phone, second).goto(room_of(organiser))
    enrol_an_app(phone)
    phone.goto(room_of(organiser))
    phone.get_by_text("是否放行").click()
    phone.get_by_role("button", name="放行", exact=True).click()
    phone.goto(room_of(organiser))
    phone.get_by_text("可宣布碳中和").click()
    looked_at("to-certify")
    phone.get_by_role("button", name="宣布实现碳中和").click()
    phone.get_by_role("link", name="碳中和证书").click()
    expect(phone.get_by_text("已实现碳中和").first).to_be_visible()
    looked_at("certificate")

    phone.context.clear_cookies()
    phone.goto("/registry/events/")
    looked_at("public-list")
    phone.locator(".card-link", has_text=event.name["zh-hans"]).click()
    expect(phone.get_by_text("证书有效")).to_be_visible()
    expect(phone.get_by_text("2,225").first).to_be_visible()
    expect(phone.get_by_text("未经第三方核查")).to_be_visible()
    looked_at("public")
    phone.goto("/registry/events/estimate/?people=500&share_metro=60&near_km=12&nights=100&power=2000")
    phone.locator("summary", has_text="逐步核算").click()
    looked_at("estimate")
    assert Event.objects.get().status == EventStatus.NEUTRAL
    assert Order.objects.get().for_event.event == event
    nothing_found()
    assert drafting.LINES_TITLE in event.documents.values_list("title", flat=True)
