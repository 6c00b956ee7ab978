"""From a picture on the phone to credits: taken, placed, sent, looked at by the desk, accepted, paid."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from activities.models import Activity
from channels.photo_reports.models import PhotoReport
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.evidence.pictures import as_file, drawn
from tests.processes import Worker
from tests.second_factors import enrolled

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

PHOTO = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": as_file(drawn(1))}
PASSWORD = "correct horse battery staple"


@pytest.fixture
def session(alice, client, live_server: LiveServer) -> dict[str, str]:
    """The cookie of alice's session."""
    client.force_login(alice)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}


def choose_photo(page: Page) -> None:
    page.goto("/act/eco-photo/")
    page.get_by_label("您的照片").set_input_files([PHOTO])
    page.get_by_role("button", name="上传照片").click()


@pytest.fixture
def office(browser: Browser, live_server: LiveServer, desk) -> Page:
    """The desk's own browser, signed in by name, password and a recovery code."""
    [code, *_others] = enrolled(desk)
    page = browser.new_context(base_url=live_server.url, locale="zh-CN").new_page()
    page.goto("/admin/")
    page.locator("input[name=username]").fill("desk")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="确认", exact=True).click()
    page.wait_for_url("**/admin/")
    return page


def test_a_photo_becomes_five_credits(phone: Page, office: Page, worker: Worker, session) -> None:
    phone.context.add_cookies([session])
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 30.65742, "longitude": 104.06584})
    choose_photo(phone)
    expect(phone.get_by_text("照片里没有位置信息")).to_be_visible()
    phone.get_by_label("垃圾乱丢").check()
    phone.get_by_role("button", name="我就在现场").click()
    expect(phone.locator("#place_state")).to_have_text("已使用手机定位。")
    expect(phone.locator("#place_address")).to_have_text("天府广场站附近，约 350 米")
    assert is_as_wide_as_the_screen(phone)
    phone.get_by_role("button", name="提交随手拍").click()
    expect(phone.locator(".history")).to_contain_text("等待查看")
    assert is_as_wide_as_the_screen(phone)

    office.goto("/admin/photo_reports/photoreport/")
    thumbnail = office.locator("img.desk-thumbnail")
    expect(thumbnail).to_have_js_property("complete", True)
    assert thumbnail.evaluate("picture => picture.naturalWidth") > 0
    office.locator("#result_list a").first.click()
    office.get_by_role("link", name="到审核台处理").click()
    expect(office.locator(".desk-notice")).to_contain_text("市民获得 5 碳积分")
    phone.reload()
    expect(phone.locator(".history .is-now")).to_contain_text("正在查看")
    office.keyboard.press("a")
    expect(office.get_by_text("已通过。")).to_be_visible()

    phone.reload()
    expect(phone.locator(".history")).to_contain_text("已采纳，谢谢您")
    phone.get_by_role("link", name="查看获得的积分").click()
    expect(phone.locator(".outcome-result")).to_contain_text("+5", timeout=30_000)
    sent = PhotoReport.objects.get()
    assert (str(sent.latitude), str(sent.longitude), sent.place_source) == ("30.657420", "104.065840", "phone")
    phone.goto(sent.get_absolute_url())
    expect(phone.get_by_text("天府广场站附近，约 350 米")).to_be_visible()
    assert Activity.objects.count() == 1


def test_the_place_is_tapped_on_the_map(phone: Page, session) -> None:
    phone.context.add_cookies([session])
    choose_photo(phone)
    phone.get_by_label("环保好榜样").check()
    area = phone.locator("#map")
    expect(area).to_contain_text("市中心")
    area.click(position={"x": 160, "y": 120})
    expect(phone.locator("#place_state")).to_have_text("已在地图上选好。")
    phone.get_by_role("button", name="提交随手拍").click()

    expect(phone.locator(".history")).to_contain_text("等待查看")
    sent = PhotoReport.objects.get()
    assert sent.place_source == "map"
    assert sent.latitude is not None
    assert abs(float(sent.latitude) - 30.66) < 0.3


def test_a_phone_outside_the_city_is_not_taken_at_its_word(phone: Page, session) -> None:
    phone.context.add_cookies([session])
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 39.9, "longitude": 116.4})
    choose_photo(phone)
    phone.get_by_role("button", name="我就在现场").click()

    expect(phone.locator("#place_state")).to_have_text("这个位置不在成都。请在地图上另选，或不填位置。")
    expect(phone.locator("[name=latitude]")).to_have_value("")


def test_without_tiles_the_map_draws_the_metro(phone: Page, session) -> None:
    phone.context.add_cookies([session])
    choose_photo(phone)

    expect(phone.locator("#map path.leaflet-interactive")).to_have_count(0)
    expect(phone.locator("#map path[stroke='#263D96']")).to_have_count(1)


def test_what_is_no_photo_is_told_beside_the_field(phone: Page, session) -> None:
    phone.context.add_cookies([session])
    phone.goto("/act/eco-photo/")
    phone.get_by_label("您的照片").set_input_files([{**PHOTO, "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}])
    phone.get_by_role("button", name="上传照片").click()

    expect(phone.locator(".field-error")).to_contain_text("这不是照片。")


def test_without_javascript_a_report_is_sent_in_words(browser: Browser, live_server: LiveServer, session) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="zh-CN")
    context.add_cookies([session])
    page = context.new_page()
    choose_photo(page)
    expect(page.locator("#map")).to_be_hidden()
    page.get_by_label("污水黑臭").check()
    page.get_by_label("补充说明（选填）").fill("锦江边，安顺廊桥下")
    page.get_by_role("button", name="提交随手拍").click()

    expect(page.locator(".history")).to_contain_text("等待查看")
    assert PhotoReport.objects.get().words == "锦江边，安顺廊桥下"
    context.close()
