"""Leaving the car: bound, pledged, photographed twice, paid. The clock is moved by the times in the database."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from activities.models import Activity
from channels.household.models import Pledge
from evidence.models import Photo
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.evidence.cameras import shot_at
from tests.processes import Worker

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture
def citizen(phone: Page, alice, client, live_server: LiveServer) -> Page:
    """Alice, signed in on her phone."""
    client.force_login(alice)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    phone.context.add_cookies([cookie])
    return phone


def pledge_two_days(page: Page) -> None:
    page.goto("/act/idle-car/")
    page.get_by_role("link", name="想拿全额积分？").click()
    page.get_by_role("link", name="绑定车辆").click()
    page.get_by_label("车牌号").fill("川A12345")
    page.get_by_label("排量").fill("1.5")
    page.get_by_label("通常所在区").select_option("dayi")
    page.get_by_role("button", name="绑定这辆车").click()
    page.get_by_label("2 天", exact=True).check()
    assert is_as_wide_as_the_screen(page)
    page.get_by_role("button", name="开始停驶").click()


def send(page: Page, seed: int, kilometres: str) -> None:
    picture = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": shot_at(timezone.now(), seed=seed)}
    page.get_by_label("里程表照片").set_input_files([picture])
    page.get_by_label("里程表读数").fill(kilometres)
    page.locator("form:has(input[type=file]) button[type=submit]").click()


def park_earlier(by: timedelta) -> None:
    """As if the first photo had come so much earlier."""
    Pledge.objects.update(declared_at=F("declared_at") - by, started_at=F("started_at") - by)
    Photo.objects.update(received_at=F("received_at") - by)


def test_49_hours_become_the_credits_of_two_days(citizen: Page, worker: Worker) -> None:
    pledge_two_days(citizen)
    code = citizen.locator(".day-code").inner_text()
    assert len(code) == 4
    send(citizen, 1, "52000")
    expect(citizen.get_by_text("第二张照片：开车前再拍")).to_be_visible()
    expect(citizen.locator(".day-code")).to_have_text(code)
    assert is_as_wide_as_the_screen(citizen)

    park_earlier(timedelta(hours=23, minutes=59))
    citizen.reload()
    send(citizen, 2, "52000")
    expect(citizen.get_by_role("alert")).to_contain_text("停驶还不满一整天")
    assert not Activity.objects.exists()

    park_earlier(timedelta(hours=25, minutes=1))
    citizen.reload()
    expect(citizen.get_by_text("已满 2 天")).to_be_visible()
    send(citizen, 3, "52003")
    expect(citizen.get_by_role("alert")).to_contain_text("多了 3 公里，最多只能多 1 公里")
    assert not Activity.objects.exists()
    assert is_as_wide_as_the_screen(citizen)

    send(citizen, 4, "52000.4")
    expect(citizen.locator(".outcome-result")).to_contain_text("419", timeout=30_000)
    expect(citizen.locator("main")).to_contain_text("4,198 克")
    assert Pledge.objects.get().status == "kept"


def test_pledge_is_abandoned_after_a_question(citizen: Page) -> None:
    pledge_two_days(citizen)
    citizen.get_by_role("link", name="放弃这次停驶").click()
    assert Pledge.objects.get().status == "declared"
    citizen.get_by_role("button", name="放弃停驶").click()

    expect(citizen.get_by_role("button", name="开始停驶")).to_be_visible()
    assert Pledge.objects.get().status == "abandoned"
