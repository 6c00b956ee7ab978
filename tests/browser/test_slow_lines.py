"""Slow and broken lines: a button says that it was pressed, and what was typed outlives the session."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.test_till import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogue", "budget")]


def send_without_a_session(phone: Page, citizen: User, steps: str) -> None:
    """What is sent after the session was over leads to the door; then the citizen is signed in again."""
    sign_in(phone, citizen)
    phone.goto("/act/walking/")
    phone.get_by_label("步数").fill(steps)
    sessions = [cookie for cookie in phone.context.cookies() if cookie["name"] == "sessionid"]
    phone.context.clear_cookies(name="sessionid")
    phone.locator("main .btn-submit").first.click()
    phone.wait_for_url("**/sign-in/?next=/act/walking/")
    phone.context.add_cookies(sessions)


def test_a_button_says_at_once_that_it_was_pressed(phone: Page, alice: User) -> None:
    sign_in(phone, alice)
    phone.goto("/act/walking/")
    # Asked after the portal's own listeners, while the form is on its way.
    phone.evaluate(
        "addEventListener('submit', ({submitter}) => sessionStorage.setItem('said',"
        " `${submitter.textContent} ${submitter.getAttribute('aria-busy')}`))"
    )
    phone.get_by_label("步数").fill("8000")
    phone.locator("main .btn-submit").first.click()
    phone.wait_for_url("**/activities/*/**")

    assert phone.evaluate("sessionStorage.getItem('said')") == "请稍候…… true"
    phone.go_back()
    expect(phone.locator("main .btn-submit").first).to_have_text("提交并获得积分")


def test_what_was_typed_is_there_again_after_signing_in_anew(phone: Page, alice: User) -> None:
    send_without_a_session(phone, alice, "8,123")
    phone.goto("/act/walking/")

    expect(phone.get_by_label("步数")).to_have_value("8,123")
    phone.goto("/act/walking/")
    expect(phone.get_by_label("步数")).to_have_value("")


def test_what_was_typed_is_not_shown_on_another_page(phone: Page, alice: User) -> None:
    send_without_a_session(phone, alice, "8,123")
    phone.goto("/")
    phone.goto("/act/walking/")

    expect(phone.get_by_label("步数")).to_have_value("")
