"""What is read stays on the screen: nothing is cut or scrolls sideways, however narrow, large or rich."""

import pytest
from playwright.sync_api import Page

from accounts.models import User
from tests.conftest import record, ride, score_everything, walk
from tests.merchants.conftest import give, make_merchant, make_offer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogue", "budget")]

TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll("main *")]
  .filter((part) => !part.closest("svg, .visually-hidden, input, select") && part.clientWidth > 0)
  .filter((part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== "inline")
  .map((part) => `${part.tagName}.${part.className}`)"""


@pytest.fixture
def rich(client, phone: Page, alice: User) -> Page:
    """The phone of Alice, who has ten million credits and some acts."""
    record(alice, walk(8000), ride(2000), walk(14_800, days_ago=1))
    score_everything()
    give(alice, 10_000_000)
    make_offer(make_merchant("蜀风茶舍"), price=9_999_999)
    client.force_login(alice)
    phone.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": phone.url}])
    return phone


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("text", ["standard", "large"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pages_of_credits_fit_their_screen(rich: Page, language: str, text: str, width: int):
    rich.context.add_cookies(
        [
            {"name": "django_language", "value": language, "url": rich.url},
            {"name": "text", "value": text, "url": rich.url},
        ]
    )
    rich.set_viewport_size({"width": width, "height": 844})

    found = {}
    for path in ("/rewards/", "/statement/", "/reports/2026-11/", "/city/", "/methods/"):
        rich.goto(path)
        found[path] = rich.evaluate(TOO_WIDE)

    assert {path: parts for path, parts in found.items() if parts} == {}
