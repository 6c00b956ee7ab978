"""People who have never been here, each on a device of their own: they read a page, press what it names, and go on."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.utils.translation import gettext, override
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_desk_dates import LANGUAGES
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.gallery.shoot import axe

BY_LANGUAGE = [("zh-hans", 390), ("en", 1280)]
"""A phone in Chinese, a desktop in English."""


class Newcomer:
    """Finds links, buttons and fields by the words that a page has for them in the reader's language.

    Words are given as msgids, so that one walk is made in each language and a wording may change.
    """

    def __init__(self, page: Page, language: str, walk: str) -> None:
        self.page, self.language, self.walk, self.steps = page, language, walk, 0

    def words(self, msgid: str, **facts: object) -> str:
        with override(self.language):
            return gettext(msgid) % facts if facts else gettext(msgid)

    def follows(self, msgid: str, **facts: object) -> None:
        """A link, by its whole text or by the heading of its card."""
        name = self.words(msgid, **facts)
        self.page.locator("main").get_by_role("link").filter(
            has_text=re.compile(rf"^\s*{re.escape(name)}(\s|$)")
        ).first.click()

    def presses(self, msgid: str) -> None:
        self.page.get_by_role("button", name=self.words(msgid), exact=True).click()

    def fills(self, msgid: str, typed: str) -> None:
        self.page.get_by_label(self.words(msgid)).fill(typed)

    def ticks(self, msgid: str) -> None:
        self.page.get_by_label(self.words(msgid), exact=True).check()

    def reads(self, msgid: str, **facts: object) -> None:
        expect(self.page.get_by_text(self.words(msgid, **facts)).first).to_be_visible()

    def opens_the_latest_news(self, name: str) -> None:
        self.page.goto("/inbox/")
        self.looks(name)
        self.page.locator("main .card-link").first.click()

    def looks(self, name: str) -> None:
        """No page is wider than its screen or shuts anybody out; with PICTURES a picture of it is kept there."""
        self.steps += 1
        assert is_as_wide_as_the_screen(self.page), name
        assert axe(self.page) == [], name
        if folder := os.environ.get("PICTURES"):
            file = f"{self.walk}-{self.language}-{self.steps:02}-{name}.png"
            self.page.screenshot(path=Path(folder) / file, full_page=True)

    def proves(self, number: str) -> None:
        """From the page that asks for a number to where they were going, by the code that the demonstration shows."""
        self.page.locator("[name=phone]").fill(number)
        self.presses("Get the code")
        self.page.locator("[name=code]").fill(re.sub(r"\D", "", self.page.locator(".notice-demo").inner_text()))
        self.presses("Sign in")
        self.page.wait_for_url(lambda url: urlsplit(url).path not in ("/sign-in/", "/sign-in/code/"))


@pytest.fixture
def newcomers(browser: Browser, browser_context_args, settings) -> Iterator[Callable[..., Newcomer]]:
    """Somebody in a language, with a screen so wide; what a page says wrong to the console fails the test."""
    settings.DEBUG = True
    cache.clear()
    complaints: list[str] = []
    url = browser_context_args["base_url"]

    def come(language: str, width: int, walk: str) -> Newcomer:
        held = width < 800
        screen = {"viewport": {"width": width, "height": 844}, "has_touch": held, "is_mobile": held}
        context = browser.new_context(**{**browser_context_args, **screen, "locale": LANGUAGES[language]})
        context.add_cookies([{"name": "django_language", "value": language, "url": url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return Newcomer(page, language, walk)

    yield come
    assert complaints == []
