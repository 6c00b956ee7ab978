"""A trophy on a phone: earned, published by choice, verified by a stranger, taken away."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from campaigns.trophies import awarding, book
from tests.browser.test_monitoring import another_phone, looked_at
from tests.browser.test_till import sign_in
from tests.campaigns.teams.conftest import rode
from tests.conftest import filled_budget

__all__ = ["another_phone"]

pytestmark = pytest.mark.django_db(transaction=True)
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(autouse=True)
def _ground(catalogue) -> None:
    filled_budget()
    book.load(timezone.now())


def test_shown_by_choice_and_verified_by_a_stranger(phone: Page, another_phone: Page, alice: User):
    sign_in(phone, alice).goto("/trophies/")
    expect(phone.get_by_text("暂无奖章")).to_be_visible()
    looked_at(phone, "trophies-none")
    now = timezone.now()
    rode(alice, 3000, now=now - timedelta(minutes=1))
    awarding.judge([alice.pk], now=now)

    phone.goto("/me/")
    phone.get_by_role("link", name="我的奖章").click()
    looked_at(phone, "trophies-mine")
    phone.get_by_role("button", name="公开").first.click()
    expect(phone.get_by_text("已公开，任何持有网址的人都可查看")).to_be_visible()
    looked_at(phone, "trophy-published")
    address, token = phone.url, phone.locator(".fingerprint").text_content()
    assert token

    another_phone.goto(address)
    expect(another_phone.get_by_text("目前有效")).to_be_visible()
    another_phone.get_by_role("link", name="验证奖章").click()
    another_phone.get_by_label("凭证").fill(token.strip())
    another_phone.get_by_role("button", name="验证").click()
    expect(another_phone.get_by_text("由本平台签发，目前有效。")).to_be_visible()
    looked_at(another_phone, "trophy-verified")

    phone.emulate_media(color_scheme="dark")
    phone.goto(address)
    looked_at(phone, "trophy-published-dark")
    phone.set_viewport_size(WIDE)
    looked_at(phone, "trophy-published-wide-dark")
    phone.goto("/trophies/verify/")
    looked_at(phone, "trophy-verify-wide-dark")
    phone.goto("/trophies/")
    looked_at(phone, "trophies-wide-dark")
    phone.get_by_role("button", name="English").click()
    looked_at(phone, "trophies-wide-dark-en")
    phone.goto(address)
    looked_at(phone, "trophy-published-wide-dark-en")
    phone.goto("/trophies/")
    phone.get_by_role("button", name="Take its page away").click()
    expect(phone.get_by_text("Its page is gone.")).to_be_visible()
    another_phone.get_by_label("凭证").fill(token.strip())
    another_phone.get_by_role("button", name="验证").click()
    expect(another_phone.get_by_text("获得人已撤下")).to_be_visible()
    looked_at(another_phone, "trophy-withdrawn")
