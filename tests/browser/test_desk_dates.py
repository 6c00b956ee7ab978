"""Days at the desk, chosen in Chromium as an official does, in both languages."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from activities import intake
from channels.api.way_in import WAY_IN as API
from merchants.models import Offer
from scenarios.rules import Evidence
from tests.conftest import walk
from tests.merchants.conftest import make_merchant, make_offer

pytestmark = pytest.mark.django_db(transaction=True)

LANGUAGES = {"zh-hans": "zh-CN", "en": "en-US"}
LIST = "/admin/activities/activity/"


@pytest.fixture
def open_desk(browser: Browser, browser_context_args, desk: User) -> Iterator[Callable[[str, str], Page]]:
    """A page of the desk on an official's computer, in a language."""
    cache.clear()
    complaints: list[str] = []

    def open_desk(address: str, language: str) -> Page:
        computer = {"viewport": {"width": 1280, "height": 900}, "has_touch": False, "is_mobile": False}
        context = browser.new_context(**{**browser_context_args, **computer, "locale": LANGUAGES[language]})
        client = Client()
        client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
        url = browser_context_args["base_url"]
        session = client.cookies["sessionid"].value
        context.add_cookies(
            [
                {"name": "sessionid", "value": session, "url": url},
                {"name": "django_language", "value": language, "url": url},
            ]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_desk
    assert complaints == []


@pytest.fixture
def acts(catalogue, budget, alice: User) -> list[date]:
    """A walk of today and of each of the two days before, recorded now."""
    now = timezone.now()
    today = timezone.localdate()
    for ago in (2, 1, 0):
        draft = walk(8000, days_ago=(date(2026, 11, 23) - today).days + ago)
        intake.record(citizen=alice, drafts=[draft], channel=API, evidence=Evidence.DEVICE, now=now)
    return [today - timedelta(days=ago) for ago in range(3)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_acts_are_filtered_by_a_day(acts, open_desk, language) -> None:
    page = open_desk(LIST, language)
    rows = page.locator("#result_list tbody tr")
    expect(rows).to_have_count(3)

    open_filters(page)
    page.locator("#id_city_day_from").fill(f"{acts[1]:%Y-%m-%d}")
    page.locator("#id_city_day_to").fill(f"{acts[1]:%Y-%m-%d}")
    page.locator("#filter-form button[type=submit]").click()

    expect(rows).to_have_count(1)
    assert f"city_day_from={acts[1]:%Y-%m-%d}" in page.url
    open_filters(page)
    expect(page.locator("#id_city_day_from")).to_have_value(f"{acts[1]:%Y-%m-%d}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_acts_are_filtered_by_a_moment(acts, open_desk, language) -> None:
    page = open_desk(LIST, language)
    rows = page.locator("#result_list tbody tr")
    soon = timezone.localtime() + timedelta(minutes=5)

    open_filters(page)
    page.locator("#id_recorded_at_from").fill(f"{soon:%Y-%m-%dT%H:%M}")
    page.locator("#filter-form button[type=submit]").click()
    expect(rows).to_have_count(0)

    open_filters(page)
    page.locator("#id_recorded_at_from").fill("")
    page.locator("#id_recorded_at_to").fill(f"{soon:%Y-%m-%dT%H:%M}")
    page.locator("#filter-form button[type=submit]").click()
    expect(rows).to_have_count(3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_day_of_an_offer_is_chosen_from_the_desks_calendar(transactional_db, open_desk, language) -> None:
    today = timezone.localdate()
    first = today.replace(day=1) if today.day > 20 else today.replace(day=25)
    offer = make_offer(make_merchant("茶舍"), starts_on=today, ends_on=today + timedelta(days=90))
    page = open_desk(f"/admin/merchants/offer/{offer.pk}/change/", language)

    page.locator("#calendarlink0").click()
    page.locator("#calendarbox0 td:not(.nonday)").get_by_text(str(first.day), exact=True).click()
    page.locator("[name=_save]").click()

    page.wait_for_url("**/admin/merchants/offer/")
    assert Offer.objects.get().starts_on == first


def open_filters(page: Page) -> None:
    """On a wide screen they stand beside the list; elsewhere behind a button."""
    if not page.locator("#filter-form").is_visible():
        page.locator("[x-on\\:click*='filterOpen']").first.click()
