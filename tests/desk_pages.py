"""Deciding at the desk as a browser does: a page is opened first, and what it carries is sent along."""

import re
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin

from django.http import HttpResponse
from django.test import Client

HIDDEN = re.compile(r'<input type="hidden"\s+name="([a-z_]+)"\s+value="([^"]*)"')
CARRIED = {"edition", "seen", "factor", "post"}


def carried(page: HttpResponse) -> dict[str, str]:
    """What the forms of a page carry beside what is entered."""
    found = HIDDEN.findall(page.content.decode())
    return {name: unescape(value) for name, value in found if name in CARRIED}


def carried_to(page: HttpResponse, address: str) -> dict[str, str]:
    """What the form carries that a page sends to an address."""
    [form] = re.findall(
        rf'<form[^>]*action="{re.escape(escape(address))}"[^>]*>.*?</form>', page.content.decode(), re.DOTALL
    )
    return {name: unescape(value) for name, value in HIDDEN.findall(form) if name in CARRIED}


def decide(
    browser: Client, address: str, entered: dict[str, Any] | None = None, *, page: str = "", follow: bool = False
) -> HttpResponse:
    """Opens the page of a deed, or another that leads to it, and sends what it carries with what is entered."""
    shown = browser.get(urljoin(address, page))
    return browser.post(address, {**carried(shown), **(entered or {})}, follow=follow)


def confirmed(browser: Client, address: str, entered: dict[str, Any] | None = None, *, follow: bool = False) -> Any:
    """Sends what is entered, and once more what the page then says that it will do."""
    first = browser.get(address)
    if first.status_code == 200:
        entered = {**carried(first), **(entered or {})}
    asked = browser.post(address, entered or {})
    return browser.post(address, {**(entered or {}), **carried(asked), "confirm": "1"}, follow=follow)
