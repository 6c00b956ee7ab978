"""A member of staff makes a passkey in Chromium, whose fake device opens it by a finger, and uses it at the desk."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts import passkeys, proofs
from accounts.models import User
from accounts.sessions import SessionStore
from credits import budgets
from tests.browser.test_desk_dates import LANGUAGES
from tests.gallery.shoot import axe

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "correct horse battery staple"
WORDS = {
    "zh-hans": {"instead": "改用通行密钥", "make": "创建通行密钥", "use": "使用通行密钥", "kept": "我已保存"},
    "en": {
        "instead": "Use a passkey instead",
        "make": "Make a passkey",
        "use": "Use a passkey",
        "kept": "I have kept them",
    },
}


@pytest.fixture
def sign_in(browser: Browser, browser_context_args, desk: User) -> Iterator[Callable[..., Page]]:
    """A page before the second step, in a language, on a device that keeps passkeys."""
    cache.clear()
    complaints: list[str] = []

    def sign_in(language: str, *, width: int = 1280) -> Page:
        screen = {"viewport": {"width": width, "height": 900}, "has_touch": False, "is_mobile": False}
        context = browser.new_context(**{**browser_context_args, **screen, "locale": LANGUAGES[language]})
        url = browser_context_args["base_url"]
        context.add_cookies([{"name": "django_language", "value": language, "url": url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        give_device(page)
        password(page)
        return page

    yield sign_in
    assert complaints == []


def give_device(page: Page) -> None:
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def password(page: Page) -> None:
    page.goto("/admin/login/?next=/admin/")
    page.locator("[name=username]").fill("desk")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").first.click()


def age_proofs(page: Page, by: timedelta) -> None:
    """As if the last proof of this session had been earlier."""
    [key] = [cookie["value"] for cookie in page.context.cookies() if cookie["name"].endswith("sessionid")]
    session = SessionStore(key)
    proof = session[proofs.PROOF]
    session[proofs.PROOF] = {**proof, "at": proof["at"] - by.total_seconds()}
    session.save()


@pytest.mark.parametrize("language", LANGUAGES)
def test_passkey_is_made_opens_the_desk_and_confirms_a_weighty_deed(sign_in, desk: User, budget, language: str) -> None:
    words, width = WORDS[language], {"zh-hans": 390, "en": 1280}[language]
    page = sign_in(language, width=width)
    page.get_by_role("link", name=words["instead"]).click()
    assert axe(page) == []
    page.get_by_role("button", name=words["make"]).click()
    page.get_by_role("link", name=words["kept"]).click()
    page.wait_for_url("**/admin/")
    [passkey] = passkeys.passkeys_of(desk)

    # The dashboard asks for its figures now and then.
    page.goto("about:blank")
    page.context.clear_cookies(name="sessionid")
    password(page)
    expect(page.get_by_role("button", name=words["use"])).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name=words["use"]).click()
    page.wait_for_url("**/admin/")
    used = passkeys.passkeys_of(desk).get(pk=passkey.pk)
    assert used.data["counter"] > passkey.data["counter"] > 0

    page.goto("/me/second-factor/")
    assert axe(page) == []
    page.goto(f"/admin/credits/budget/{budget.pk}/fund/")
    before = budgets.remaining("citizens")
    page.locator("[name=amount]").fill("80")
    page.locator("[name=reference]").fill("2026-7")
    age_proofs(page, timedelta(minutes=16))
    page.locator("form:has([name=amount]) button[type=submit]").click()
    expect(page.get_by_role("button", name=words["use"])).to_be_visible()
    page.get_by_role("button", name=words["use"]).click()
    expect(page.locator("[name=second_step_code]")).to_have_count(0)
    page.locator("button[name=confirm], form:has([name=confirm]) button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/fund/" not in url)
    assert budgets.remaining("citizens") == before + 80


def test_finger_that_does_not_fit_says_so_and_a_recovery_code_stays(sign_in, desk: User) -> None:
    page = sign_in("zh-hans")
    page.get_by_role("link", name="改用通行密钥").click()
    page.get_by_role("button", name="创建通行密钥").click()
    code = page.locator(".recovery-codes").inner_text().split("\n")[0]
    # Another browser, which has none of the keys.
    other = sign_in("zh-hans")

    other.get_by_role("button", name="使用通行密钥").click()

    expect(other.get_by_text("未能完成，请重试或换一种方式。")).to_be_visible()
    other.locator("[name=code]").fill(code)
    other.get_by_role("button", name="确认", exact=True).click()
    other.wait_for_url("**/admin/")


def test_without_javascript_codes_stay_and_no_passkey_is_offered(
    sign_in, browser: Browser, browser_context_args, desk: User
) -> None:
    page = sign_in("zh-hans")
    page.get_by_role("link", name="改用通行密钥").click()
    page.get_by_role("button", name="创建通行密钥").click()
    code = page.locator(".recovery-codes").inner_text().split("\n")[0]

    # The desk's own page of the password needs scripts, so this was done elsewhere.
    client = Client()
    client.post("/admin/login/?next=/admin/", {"username": "desk", "password": PASSWORD})
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    session, url = client.cookies["sessionid"].value, browser_context_args["base_url"]
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    plain = context.new_page()
    plain.goto("/admin/")

    expect(plain.get_by_role("button", name="使用通行密钥")).to_be_hidden()
    plain.locator("[name=code]").fill(code)
    plain.get_by_role("button", name="确认", exact=True).click()
    plain.wait_for_url("**/admin/")
    plain.goto("/me/second-factor/passkeys/new/")
    expect(plain.get_by_text("这个浏览器不能为这个网址保存通行密钥")).to_be_visible()
