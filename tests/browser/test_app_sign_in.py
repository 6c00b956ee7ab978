"""An app stands among the devices of its citizen, who ends it there."""

import os
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.app_sign_in import keeping
from accounts.models import AppWay, User
from tests.browser.test_quiz import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def looked_at(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_an_app_is_ended_among_the_devices(page: Page, client: Client, live_server: LiveServer, alice: User) -> None:
    given = [
        keeping.start(citizen=alice, scopes=["read"], way=way, device="iphone", now=timezone.now())
        for way in (AppWay.PHONE, AppWay.WECHAT)
    ]
    program = Client(headers={"authorization": f"Bearer {given[1].access}"})
    assert program.get("/api/v1/activities").status_code == 200
    sign_in(page, client, alice, live_server)
    page.goto("/me/sessions/")
    looked_at(page, "apps")
    page.get_by_role("button", name="登录的iPhone退出").first.click()
    expect(page.get_by_text("该应用已退出登录。")).to_be_visible()
    assert program.get("/api/v1/activities").status_code == 401
    looked_at(page, "ended")
