"""Transparency and open data on a phone and on a desktop, in both languages, by day and by night."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from city.cases import beginning as cases
from city.catalogue import editions
from city.indicators import beginning as indicators
from credits import budgets
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.city.accounted import account
from tests.conftest import NOW
from tests.gallery.shoot import axe

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = {
    "phone": {"viewport": {"width": 390, "height": 844}},
    "desktop": {"viewport": {"width": 1280, "height": 900}, "is_mobile": False},
    "dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "english": {"viewport": {"width": 1280, "height": 900}, "is_mobile": False, "locale": "en-US"},
    "english-phone": {"viewport": {"width": 390, "height": 844}, "locale": "en-US"},
}


@pytest.fixture
def accounted(catalogue, budget, venues) -> None:
    indicators.load(NOW)
    cases.load(NOW)
    [pot] = budgets.pots()
    account(pot.code)
    editions.note(now=NOW + timedelta(minutes=5))


@pytest.fixture(params=LOOKS, ids=list(LOOKS))
def reader(request, browser, browser_context_args) -> Page:
    page: Page = browser.new_context(**{**browser_context_args, **LOOKS[request.param]}).new_page()
    page.look = request.param  # type: ignore[attr-defined]
    return page


def looked_at(page: Page, name: str) -> None:
    """No page is wider than its screen or shuts anybody out; with PICTURES a picture of it is kept there."""
    assert axe(page) == []
    assert is_as_wide_as_the_screen(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}-{page.look}.png", full_page=True)  # type: ignore[attr-defined]


def test_a_reader_opens_the_numbers_and_finds_their_files(reader, accounted):
    reader.goto("/city/transparency/")
    looked_at(reader, "transparency")
    section = reader.locator("#transparency-refusals")
    section.locator("summary").click()
    expect(section.locator("table")).to_be_visible()
    looked_at(reader, "transparency-open")
    with reader.expect_download() as download:
        section.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "transparency-refusals.csv"

    reader.goto("/city/data/")
    looked_at(reader, "data")
    section = reader.locator("#cases")
    section.locator("summary").click()
    expect(section.locator("code", has_text="category").first).to_be_visible()
