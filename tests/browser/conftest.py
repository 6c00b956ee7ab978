"""Chromium as a citizen's phone holds it: 390 pixels wide, touched, Chinese. PORTAL_CHROMIUM names the program."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = os.environ.get("PORTAL_CHROMIUM")
    if not chromium:
        refuse = pytest.fail if os.environ.get("PORTAL_REQUIRE_BROWSER") == "1" else pytest.skip
        refuse("no Chromium: PORTAL_CHROMIUM is not set")
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        # The sandbox needs rights that root in a container lacks; the pages under test are our own.
        "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: LiveServer) -> dict[str, Any]:
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }


@pytest.fixture(scope="session", autouse=True)
def _database_beside_playwright() -> None:
    # Playwright's event loop runs in the thread of the tests, where Django would then refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def phone(page: Page, live_server: LiveServer) -> Iterator[Page]:
    """A page on a citizen's phone, before the portal; what a page says wrong to the console fails the test."""
    cache.clear()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.goto("/")
    yield page
    assert complaints == []
