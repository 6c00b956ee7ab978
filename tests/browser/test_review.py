"""Three people at three screens: a citizen, the reviewer who decides, and the one who looks again."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from activities.models import Reason
from activities.review_words import REFUSALS
from activities.scoring import taking_back
from channels.household import pledges
from channels.household.models import OdometerReview, Pledge
from channels.photo_reports.models import PhotoReport
from common.city_time import city_day
from credits import statements
from review.models import Appeal, Claim
from tests.activities.doubting_rules import doubt_from_now_on
from tests.browser.parts import type_a_clock
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.channels.household.conftest import bind, shot, timeless
from tests.channels.photo_reports.conftest import report
from tests.conftest import record, ride, score_everything
from tests.evidence.pictures import as_file, drawn
from tests.review.conftest import make_reviewer

pytestmark = pytest.mark.usefixtures("transactional_db", "catalogue", "budget")

RIGHTS = ("decide_photoreport", "decide_odometerreview", "decide_doubted", "decide_appeal", "decide_claim")
PHOTO = {"name": "IMG_0002.jpg", "mimeType": "image/jpeg", "buffer": as_file(drawn(9))}


def session_of(user: User, live_server: LiveServer) -> dict[str, str]:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}


@pytest.fixture
def office(browser: Browser, live_server: LiveServer):
    """A reviewer's own browser, on a wide screen; what a page says wrong to the console fails the test."""
    complaints: list[str] = []

    def open_office(name: str) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="zh-CN", viewport={"width": 1280, "height": 900})
        context.add_cookies([session_of(make_reviewer(name, *RIGHTS), live_server)])
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.goto("/desk/review/")
        return page

    yield open_office
    assert complaints == []


def begin(page: Page) -> None:
    page.goto("/desk/review/")
    page.get_by_role("button", name="打开等得最久的一件").click()
    expect(page.locator("[data-review]")).to_be_visible()
    # Keys are listened to from then on.
    page.wait_for_load_state()


def test_photo_of_a_pledge_with_the_wrong_code_is_refused(phone: Page, office, alice, live_server) -> None:
    now = timezone.now()
    begun = now - timedelta(days=2)
    pledge = pledges.declare(vehicle=bind(alice, now=begun, district="dayi"), days=2, now=begun)
    pledges.start(pledge=pledge, photo=shot(alice, 1, begun), odometer_m=52_000_000, now=begun)
    pledge.refresh_from_db()
    assert pledges.finish(pledge=pledge, photo=timeless(alice, 2, now), odometer_m=52_000_000, now=now) is None
    desk = office("lin")

    begin(desk)
    shown = desk.locator(".review-beside p:first-child strong").all_text_contents()
    assert shown == [pledges.code_of_the_day(pledge, city_day(moment)) for moment in (begun, now)]
    desk.keyboard.press("r")
    desk.keyboard.press("1")
    expect(desk.get_by_text("未通过，市民会看到原因。")).to_be_visible()

    assert (OdometerReview.objects.get().reason, Pledge.objects.get().status) == ("no_code", "refused")
    phone.context.add_cookies([session_of(alice, live_server)])
    phone.goto(pledge.get_absolute_url())
    expect(phone.get_by_text("照片上看不到当日停驶码")).to_be_visible()
    expect(phone.get_by_role("link", name="觉得不对")).to_be_visible()
    assert is_as_wide_as_the_screen(phone)


def test_refused_report_is_appealed_with_a_photo_and_granted_by_another(
    phone: Page, office, alice, live_server
) -> None:
    sent = report(alice, now=timezone.now())
    first, second = office("lin"), office("zhou")
    begin(first)
    second.reload()
    expect(second.get_by_text("lin 正在看")).to_be_visible()
    first.keyboard.press("r")
    first.keyboard.press("1")
    expect(first.get_by_text("未通过，市民会看到原因。")).to_be_visible()

    phone.context.add_cookies([session_of(alice, live_server)])
    phone.goto(sent.get_absolute_url())
    phone.get_by_role("link", name="觉得不对").click()
    phone.get_by_label("您想补充什么？").fill("换个角度看得清")
    phone.get_by_label("能说明情况的照片").set_input_files([PHOTO])
    phone.get_by_role("button", name="请另一位工作人员看").click()
    expect(phone.locator(".history .is-now")).to_contain_text("前答复您")
    assert is_as_wide_as_the_screen(phone)

    begin_again = first.get_by_role("button", name="打开等得最久的一件")
    first.goto("/desk/review/")
    begin_again.click()
    expect(first.get_by_text("没有更多需要您看的了")).to_be_visible()
    begin(second)
    expect(second.get_by_text("换个角度看得清", exact=True)).to_be_visible()
    second.keyboard.press("a")
    expect(second.get_by_text("已通过。")).to_be_visible()

    phone.reload()
    expect(phone.get_by_text("已答复：改为通过")).to_be_visible()
    assert (PhotoReport.objects.get().status, Appeal.objects.get().decided_by.username) == ("accepted", "zhou")
    now = timezone.now()
    score_everything(now)
    assert statements.available(alice.pk, today=now.date()) == 5


def test_ride_that_did_not_arrive_is_told_and_granted(phone: Page, office, alice, live_server) -> None:
    phone.context.add_cookies([session_of(alice, live_server)])
    phone.goto("/act/bike-share/")
    phone.get_by_role("link", name="做了却没到账？告诉我们").click()
    phone.get_by_label("骑行距离").fill("3")
    phone.get_by_label("昨天").check()
    type_a_clock(phone, "开始时间", time(8))
    phone.get_by_label("时长").fill("15")
    phone.get_by_label("通过哪个应用").fill("天府通")
    phone.get_by_label("能说明情况的照片").set_input_files([PHOTO])
    phone.get_by_role("button", name="提交审核").click()
    expect(phone.locator(".history .is-now")).to_contain_text("前答复您")
    assert is_as_wide_as_the_screen(phone)

    desk = office("lin")
    begin(desk)
    expect(desk.get_by_text("天府通").first).to_be_visible()
    phone.reload()
    expect(phone.locator(".history .is-now")).to_contain_text("正在核实")
    desk.keyboard.press("?")
    expect(desk.get_by_text("通过，并打开下一件", exact=True)).to_be_visible()
    desk.locator("#id_note").fill("a r 1 s")
    expect(desk.locator("[data-review]")).to_be_visible()
    desk.locator("h2").first.click()
    desk.keyboard.press("a")
    expect(desk.get_by_text("已通过。")).to_be_visible()

    phone.reload()
    expect(phone.locator(".notice")).to_contain_text("已答复：已补记")
    phone.get_by_role("link", name="查看获得的积分").click()
    assert Claim.objects.get().status == "granted"


def test_act_in_doubt_is_refused_appealed_with_a_photo_granted_by_another_and_paid(
    phone: Page, office, alice, live_server
) -> None:
    now = timezone.now()
    doubt_from_now_on("bike-share", since=city_day(now), lower=None, review=50)
    [outcome] = record(alice, ride(14_500, minutes=36, now=now), now=now)
    score_everything(now)
    act = outcome.activity
    phone.context.add_cookies([session_of(alice, live_server)])
    phone.goto(act.get_absolute_url())
    expect(phone.get_by_text("正在核实").first).to_be_visible()

    first, second = office("lin"), office("zhou")
    begin(first)
    expect(first.get_by_text("24 公里/小时")).to_be_visible()
    first.keyboard.press("r")
    first.keyboard.press("2")
    expect(first.get_by_text("未通过，市民会看到原因。")).to_be_visible()

    phone.reload()
    expect(phone.get_by_text(REFUSALS["not_possible"]["zh-hans"])).to_be_visible()
    phone.get_by_role("link", name="觉得不对").click()
    phone.get_by_label("您想补充什么？").fill("那天是电助力车，有行程截图")
    phone.get_by_label("能说明情况的照片").set_input_files([PHOTO])
    phone.get_by_role("button", name="请另一位工作人员看").click()
    expect(phone.locator(".history .is-now")).to_contain_text("前答复您")
    assert is_as_wide_as_the_screen(phone)

    first.goto("/desk/review/")
    first.get_by_role("button", name="打开等得最久的一件").click()
    expect(first.get_by_text("没有更多需要您看的了")).to_be_visible()
    begin(second)
    expect(second.get_by_text("那天是电助力车，有行程截图", exact=True)).to_be_visible()
    expect(second.get_by_role("img", name="补充的照片")).to_be_visible()
    assert second.get_by_role("img", name="补充的照片").evaluate("image => image.naturalWidth") > 0
    second.keyboard.press("a")
    expect(second.get_by_text("已通过。")).to_be_visible()
    score_everything(timezone.now())

    phone.reload()
    phone.get_by_role("link", name="查看获得的积分").click()
    expect(phone.locator(".outcome-result")).to_contain_text("49")
    phone.goto("/statement/")
    expect(phone.locator("main")).to_contain_text("+49")
    phone.get_by_role("link", name="共享单车").first.click()
    assert phone.url.endswith(act.get_absolute_url())
    assert statements.available(alice.pk, today=city_day(now)) == 49
    assert (Appeal.objects.get().decided_by.username, Appeal.objects.get().first_decided_by.username) == ("zhou", "lin")


def test_what_was_taken_back_is_appealed_and_counts_again(phone: Page, office, alice, live_server) -> None:
    now = timezone.now()
    [outcome] = record(alice, ride(2000, now=now), now=now)
    score_everything(now)
    taking_back.take_back(activity=outcome.activity, reason=Reason.NOT_DONE, by=make_reviewer("wu"), now=now)

    phone.context.add_cookies([session_of(alice, live_server)])
    phone.goto("/inbox/")
    phone.get_by_role("link", name="收回").first.click()
    phone.get_by_role("link", name="觉得不对").click()
    phone.get_by_label("您想补充什么？").fill("真的骑了")
    phone.get_by_role("button", name="请另一位工作人员看").click()
    desk = office("zhou")
    begin(desk)
    desk.keyboard.press("a")
    expect(desk.get_by_text("已通过。")).to_be_visible()
    score_everything(timezone.now())

    phone.reload()
    phone.get_by_role("link", name="查看获得的积分").click()
    expect(phone.locator(".outcome-result")).to_contain_text("6")
    expect(phone.get_by_role("link", name="曾被收回")).to_be_visible()
    assert is_as_wide_as_the_screen(phone)
    assert statements.available(alice.pk, today=city_day(now)) == 6
