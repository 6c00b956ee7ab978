"""Pages that ask again by themselves, when the session of their reader is over."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import User
from activities import intake
from activities.models import Activity
from channels.api.way_in import WAY_IN as API
from scenarios.rules import Evidence
from tests.browser.test_till import sign_in
from tests.conftest import walk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_page(browser, browser_context_args):
    """A browser that keeps to itself what it writes to its console: an answer of 401 is written there too."""

    def open_page(user: User, address: str) -> Page:
        page: Page = browser.new_context(**browser_context_args).new_page()
        page.goto("/")
        if user.is_staff:
            client = Client()
            client.force_login(user, "django.contrib.auth.backends.ModelBackend")
            value = client.cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": value, "url": page.url}])
        else:
            sign_in(page, user)
        page.goto(address)
        return page

    return open_page


def test_act_that_is_being_scored_leads_to_the_door_and_back(catalogue, budget, alice: User, open_page) -> None:
    intake.record(citizen=alice, drafts=[walk(8000)], channel=API, evidence=Evidence.DEVICE, now=walk(1).ended_at)
    act = Activity.objects.get()
    page = open_page(alice, f"/activities/{act.public_id}/")
    expect(page.get_by_text("正在核算").first).to_be_visible()

    page.context.clear_cookies()

    page.wait_for_url(f"**/sign-in/?next=%2Factivities%2F{act.public_id}%2F")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_text("您已退出登录，请重新登录后继续。")).to_be_visible()


def test_dashboard_of_the_desk_leads_to_its_own_door(desk: User, transactional_db, open_page) -> None:
    page = open_page(desk, "/admin/")

    page.context.clear_cookies()

    page.wait_for_url("**/admin/login/?next=%2Fadmin%2F", timeout=30_000)
    expect(page.locator("input[name=username]")).to_have_count(1)
