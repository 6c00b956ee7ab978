"""A citizen uploads a file on a phone: chosen, read, counted, and the rows that need mending told one by one."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from activities.models import Activity
from common.city_time import CITY_ZONE
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.browser.waiting import ask_until_told
from tests.processes import Worker

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

DAYS = [datetime.now(CITY_ZONE).date() - timedelta(days=ago) for ago in (2, 1)]
FILE = {
    "name": "每日步数.csv",
    "mimeType": "text/csv",
    "buffer": f"Date,Step count\n{DAYS[0]},8000\n{DAYS[1]},9000\n2026-11-32,8000\n{DAYS[1]},很多\n".encode("gb18030"),
}
"""A device's, so that all of it counts."""


@pytest.fixture(autouse=True)
def _demonstration(settings) -> None:
    settings.DEBUG = True


@pytest.fixture
def session(alice, client, live_server: LiveServer) -> dict[str, str]:
    """The cookie of alice's session."""
    client.force_login(alice)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}


def choose_and_send(page: Page) -> None:
    page.goto("/act/")
    page.get_by_role("link", name="上传文件").click()
    page.get_by_label("CSV 文件").set_input_files([FILE])
    page.get_by_role("button", name="上传并计算").click()


def expect_the_result(page: Page) -> None:
    result = page.locator("#file")
    expect(result).to_contain_text("已全部核算完成。")
    expect(result.locator(".outcome-result")).to_contain_text("+34")
    expect(result).to_contain_text("减少二氧化碳 340 克")
    expect(result.locator(".refused-rows li")).to_have_count(2)
    expect(result.locator(".refused-rows li").nth(0)).to_contain_text("第 4 行")
    expect(result.locator(".refused-rows li").nth(0)).to_contain_text("“Date”无法识别")
    expect(result.locator(".refused-rows li").nth(1)).to_contain_text("“Step count”要填整数。")


def test_a_file_is_uploaded_read_and_counted_while_the_citizen_watches(
    phone: Page, worker: Worker, session, alice
) -> None:
    worker.stop()
    phone.context.add_cookies([session])
    choose_and_send(phone)
    expect(phone.get_by_role("progressbar", name="已读行数")).to_be_visible()
    expect(phone.locator("#file")).to_contain_text("已读 0 行，共 4 行")
    assert is_as_wide_as_the_screen(phone)

    # Nobody reloads: once a worker is there, the page says so by itself.
    worker.start()
    expect(phone.locator("#earned")).to_contain_text("已全部核算完成。", timeout=30_000)
    expect_the_result(phone)
    assert is_as_wide_as_the_screen(phone)

    with phone.expect_download() as download:
        phone.get_by_role("link", name="下载未通过的行").click()
    assert download.value.suggested_filename.startswith("refused-")

    choose_and_send(phone)
    expect(phone.locator("#file")).to_contain_text("积分没有增加", timeout=30_000)
    expect(phone.get_by_text("您在")).to_contain_text("已上传过同一个文件")
    assert Activity.objects.count() == 2


def test_a_file_is_chosen_by_a_button_in_the_language_of_the_page(phone: Page, session) -> None:
    """The browser's own speaks the browser's, whatever the page does."""
    phone.context.add_cookies([session])
    phone.goto("/files/")
    expect(phone.locator(".chooser")).to_have_text("选择文件")
    expect(phone.locator(".chooser-said")).to_have_text("尚未选择文件")
    with phone.expect_file_chooser() as chooser:
        phone.locator(".chooser").click()

    chooser.value.set_files([FILE])

    expect(phone.locator(".chooser-said")).to_have_text("每日步数.csv")


def test_a_file_that_is_no_csv_is_told_beside_the_field(phone: Page, session) -> None:
    phone.context.add_cookies([session])
    phone.goto("/files/")
    phone.get_by_label("CSV 文件").set_input_files([{**FILE, "buffer": b"PK\x03\x04\x00\x00"}])
    phone.get_by_role("button", name="上传并计算").click()

    expect(phone.locator(".field-error")).to_contain_text("这不是 CSV 文件。")
    expect(phone.get_by_label("CSV 文件")).to_have_accessible_description(re.compile("这不是 CSV 文件。"))
    assert is_as_wide_as_the_screen(phone)


def test_without_javascript_a_file_is_uploaded_and_its_result_is_one_link_away(
    browser: Browser, live_server: LiveServer, worker: Worker, session
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="zh-CN")
    context.add_cookies([session])
    page = context.new_page()

    choose_and_send(page)
    ask_until_told(page, "已全部核算完成。")

    expect_the_result(page)
    context.close()
