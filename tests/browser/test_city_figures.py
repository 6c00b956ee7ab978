"""The city's figures on a phone, a desk and a wall: they fit, everybody can read them, the wall never goes blank."""

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from city.cases import beginning as cases
from city.indicators import beginning as indicators
from common.pages import kept
from tests.browser.test_nothing_is_cut import TOO_WIDE
from tests.city.published import publish
from tests.gallery.shoot import axe

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = {
    "city": "/city/",
    "city-by-month": "/city/by/month/",
    "trend": "/city/charts/trend-day/",
    "map": "/city/charts/districts/",
    "mix": "/city/charts/mix/",
    "residents": "/city/charts/per-resident/",
    "districts": "/city/districts/",
    "district": "/city/districts/pujiang/",
    "zone": "/city/districts/tianfu/",
    "indicators": "/city/indicators/",
}
SIZES = {320: 700, 390: 844, 1280: 900}
WALLS = {1920: 1080, 3840: 2160}
FULL_HD = {"width": 1920, "height": 1080}


@pytest.fixture(autouse=True)
def _city(catalogue) -> None:
    kept.forget()
    publish(timezone.now())
    indicators.load(timezone.now())
    cases.load(timezone.now())


@pytest.fixture
def screen(browser: Browser, browser_context_args: dict[str, object]):
    """Opens the portal on a screen of some width, in a language and light."""
    opened = []

    def turn_on(width: int, height: int, language: str = "zh-hans", light: str = "light") -> Page:
        own = {**browser_context_args, "viewport": {"width": width, "height": height}, "color_scheme": light}
        context = browser.new_context(**{**own, "is_mobile": width < 1000, "has_touch": width < 1000})
        opened.append(context)
        url = str(browser_context_args["base_url"])
        context.add_cookies([{"name": "django_language", "value": language, "url": url}])
        return context.new_page()

    yield turn_on
    for context in opened:
        context.close()


def kept_as(page: Page, name: str, *, whole: bool = True) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", SIZES)
def test_every_page_fits_its_screen_and_can_be_read_by_all(screen, language, width):
    page = screen(width, SIZES[width], language, "dark" if width == 320 else "light")
    wrong = {}
    for name, path in PAGES.items():
        page.goto(path)
        kept_as(page, f"{name}-{width}-{language}")
        found = [*page.evaluate(TOO_WIDE), *(each["id"] for each in axe(page))]
        if found:
            wrong[path] = found

    assert wrong == {}


def test_the_pages_can_be_read_in_the_dark(screen):
    page = screen(1280, 900, light="dark")
    wrong = {}
    for name, path in PAGES.items():
        page.goto(path)
        kept_as(page, f"{name}-1280-dark")
        if found := axe(page):
            wrong[path] = found

    assert wrong == {}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", WALLS)
def test_the_wall_shows_everything_without_scrolling_in_letters_that_a_hall_can_read(screen, language, width):
    page = screen(width, WALLS[width], language)
    page.goto("/city/wall/")
    kept_as(page, f"wall-{width}-{language}", whole=False)

    assert page.evaluate("document.documentElement.scrollHeight") <= WALLS[width]
    assert page.evaluate(TOO_WIDE) == []
    assert axe(page) == []
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll("main *")]
          .filter((part) => !part.closest(".visually-hidden, svg") && part.offsetParent)
          .filter((part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
          .map((part) => parseFloat(getComputedStyle(part).fontSize)))"""
    )
    assert smallest * 1920 / width >= 24


def test_the_wall_keeps_its_last_figures_while_the_portal_is_away(screen):
    page = screen(*FULL_HD.values())
    page.goto("/city/wall/")
    before = page.locator(".wall-now").inner_text()
    page.route("**/city/wall/figures/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.evaluate("() => { htmx.ajax('GET', '/city/wall/figures/', '.wall').catch(() => {}); }")

    expect(page.locator(".wall-now")).to_have_text(before, use_inner_text=True)
