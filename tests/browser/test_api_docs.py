"""The page of the API's document on a phone and on a desk: no script, no other host, nothing wider than the screen."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_sign_in import is_as_wide_as_the_screen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogue")]


def looked_at(page: Page, name: str) -> None:
    assert is_as_wide_as_the_screen(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("language", "heading"), [("zh-hans", "程序接口（API）"), ("en", "API for programs")])
def test_document_is_read_without_another_host(phone: Page, width: int, language: str, heading: str) -> None:
    hosts = set[str]()
    phone.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    phone.set_viewport_size({"width": width, "height": 844})
    own = urlsplit(phone.url)
    phone.context.add_cookies([{"name": "django_language", "value": language, "url": f"http://{own.netloc}"}])

    phone.goto("/api/docs/")

    expect(phone.get_by_role("heading", name=heading, level=1)).to_be_visible()
    looked_at(phone, f"docs-{language}-{width}")
    folded = phone.locator("#explain_activity")
    folded.locator("summary").click()
    folded.scroll_into_view_if_needed()
    expect(folded.get_by_text("explanation.steps[].result")).to_be_visible()
    looked_at(phone, f"docs-open-{language}-{width}")
    phone.locator("#send_claim").locator("summary").click()
    phone.locator("#send_claim").scroll_into_view_if_needed()
    looked_at(phone, f"docs-claim-{language}-{width}")
    assert hosts == {own.netloc}
