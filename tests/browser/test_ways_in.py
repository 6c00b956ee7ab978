"""A citizen's ways in, in Chromium: a passkey signs in until it is removed, a number changes hands and comes back."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts import passkeys
from accounts.changing_phone import stop_links, waiting
from accounts.models import Profile, SignedIn, User
from tests.browser.test_desk_dates import LANGUAGES
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.gallery.shoot import axe

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER, NEW = "13800000009", "13900000009"
LONG = timedelta(days=120)
WORDS = {
    "zh-hans": {
        "number": "手机号",
        "get": "获取验证码",
        "code": "验证码",
        "enter": "登录",
        "demo": "演示环境：验证码",
        "add": "添加通行密钥",
        "make": "创建通行密钥",
        "kept": "我已保存",
        "by key": "用通行密钥登录",
        "failed": "未能完成，请重试或换一种方式。",
        "remove": "移除",
        "remove it": "移除通行密钥",
        "change": "更换",
        "send": "向新手机号发送验证码",
        "change it": "更换手机号",
        "new": "新开账号",
        "stop": "停止更换",
    },
    "en": {
        "number": "Mobile number",
        "get": "Get the code",
        "code": "Code",
        "enter": "Sign in",
        "demo": "Demonstration: the code is",
        "add": "Add a passkey",
        "make": "Make a passkey",
        "kept": "I have kept them",
        "by key": "Sign in with a passkey",
        "failed": "That did not work.",
        "remove": "Remove",
        "remove it": "Remove the passkey",
        "change": "Change number",
        "send": "Send a code to the new number",
        "change it": "Change the number",
        "new": "Begin anew",
        "stop": "Stop the change",
    },
}
BY_LANGUAGE = [("zh-hans", 390), ("en", 1280)]


@pytest.fixture(autouse=True)
def _demonstration(settings) -> None:
    """Codes are on the page, as in the demonstration; a portal of another name stands beside."""
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["localhost", ".localhost"]
    cache.clear()


@pytest.fixture
def opened(browser: Browser, browser_context_args) -> Iterator[Callable[..., Page]]:
    """A page in a language and of a width, of a device that keeps passkeys and has never been here."""
    complaints: list[str] = []

    def opened(language: str = "zh-hans", width: int = 390) -> Page:
        screen = {"viewport": {"width": width, "height": 844}, "has_touch": False, "is_mobile": False}
        context = browser.new_context(**{**browser_context_args, **screen, "locale": LANGUAGES[language]})
        url = browser_context_args["base_url"]
        context.add_cookies([{"name": "django_language", "value": language, "url": url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        give_device(page)
        return page

    yield opened
    assert complaints == []


def give_device(page: Page) -> None:
    """Which keeps whose its keys are."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.fixture
def citizen(request, db) -> User:
    language = request.node.callspec.params.get("language", "zh-hans")
    user = User.objects.create_citizen()
    told = {"phone_verified_at": timezone.now(), "display_name": "小林", "language": language}
    Profile.objects.create(user=user, phone=f"+86{NUMBER}", **told)
    return user


def looked_at(page: Page, name: str) -> None:
    """No page is wider than its screen or shuts anybody out; with PICTURES a picture of it is kept there."""
    assert is_as_wide_as_the_screen(page)
    assert axe(page) == []
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def code_on(page: Page, words: dict[str, str]) -> str:
    return re.sub(r"\D", "", page.get_by_text(words["demo"]).inner_text())


def sign_in(page: Page, words: dict[str, str], number: str = NUMBER) -> None:
    page.goto("/sign-in/")
    page.get_by_label(words["number"]).fill(number)
    page.get_by_role("button", name=words["get"], exact=True).click()
    page.locator("[name=code]").fill(code_on(page, words))
    page.get_by_role("button", name=words["enter"], exact=True).click()
    page.wait_for_url(lambda url: "/sign-in/code/" not in url)


def add_passkey(page: Page, words: dict[str, str]) -> None:
    page.goto("/me/ways-in/")
    page.get_by_role("link", name=words["add"]).click()
    page.get_by_role("button", name=words["make"]).click()
    page.get_by_role("link", name=words["kept"]).click()
    page.wait_for_url("**/me/ways-in/")


def enter_by_key(page: Page, words: dict[str, str]) -> None:
    page.get_by_role("button", name=words["by key"]).click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def sign_out(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


@pytest.mark.parametrize(("language", "width"), BY_LANGUAGE)
def test_passkey_signs_in_until_it_is_removed(opened, citizen, language: str, width: int) -> None:
    words, page = WORDS[language], opened(language, width)
    sign_in(page, words)
    page.goto("/me/ways-in/")
    looked_at(page, f"ways-in-none-{width}")
    add_passkey(page, words)
    looked_at(page, f"ways-in-{width}")
    passkey = passkeys.passkeys_of(citizen).get()
    sign_out(page)

    page.goto("/sign-in/?next=/me/ways-in/")
    looked_at(page, f"sign-in-{width}")
    enter_by_key(page, words)
    assert passkeys.passkeys_of(citizen).get(pk=passkey.pk).data["counter"] > passkey.data["counter"]

    # It has shown who it is: no further proof is asked for.
    page.get_by_role("link", name=words["remove"]).click()
    looked_at(page, f"remove-passkey-{width}")
    page.get_by_role("button", name=words["remove it"]).click()
    page.wait_for_url("**/me/ways-in/")
    assert not passkeys.passkeys_of(citizen).exists()
    sign_out(page)

    page.goto("/sign-in/")
    page.get_by_role("button", name=words["by key"]).click()
    page.wait_for_load_state()
    expect(page.locator(".notice-error, .message-error, [role=alert]").filter(visible=True).first).to_be_visible()
    looked_at(page, f"sign-in-refused-{width}")
    page.goto("/me/ways-in/")
    assert "/sign-in/" in page.url


def test_passkey_of_another_host_signs_nobody_in(opened, citizen, browser_context_args) -> None:
    words, page = WORDS["zh-hans"], opened()
    elsewhere = browser_context_args["base_url"].replace("localhost", "copy.localhost")
    here = browser_context_args["base_url"]
    page.goto(f"{elsewhere}/sign-in/")
    page.get_by_label(words["number"]).fill(NUMBER)
    page.get_by_role("button", name=words["get"], exact=True).click()
    page.locator("[name=code]").fill(code_on(page, words))
    page.get_by_role("button", name=words["enter"], exact=True).click()
    page.goto(f"{elsewhere}/me/second-factor/passkeys/new/")
    page.get_by_role("button", name=words["make"]).click()
    page.get_by_role("link", name=words["kept"]).click()
    assert passkeys.opening().filter(user=citizen).exists()

    page.goto(f"{here}/sign-in/")
    page.get_by_role("button", name=words["by key"]).click()

    expect(page.get_by_text(words["failed"])).to_be_visible()
    page.goto(f"{here}/me/ways-in/")
    assert "/sign-in/" in page.url


def test_without_javascript_codes_stay_and_no_passkey_is_offered(browser: Browser, browser_context_args) -> None:
    plain = browser.new_context(**browser_context_args, java_script_enabled=False).new_page()

    plain.goto("/sign-in/")

    expect(plain.get_by_role("button", name="用通行密钥登录")).to_be_hidden()
    expect(plain.get_by_role("button", name="获取验证码")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), BY_LANGUAGE)
def test_number_is_changed_at_once_and_signs_in(opened, citizen, language: str, width: int) -> None:
    words, page = WORDS[language], opened(language, width)
    sign_in(page, words)
    page.goto("/me/ways-in/")
    page.get_by_role("link", name=words["change"], exact=True).click()
    looked_at(page, f"change-phone-{width}")
    page.get_by_label(words["number"]).fill(NEW)
    page.get_by_role("button", name=words["send"]).click()
    looked_at(page, f"change-phone-code-{width}")
    page.locator("[name=code]").fill(code_on(page, words))
    page.get_by_role("button", name=words["change it"]).click()
    page.wait_for_url("**/me/ways-in/")
    looked_at(page, f"changed-phone-{width}")

    assert Profile.objects.get(user=citizen).phone == f"+86{NEW}"
    other = opened(language, width)
    sign_in(other, words, NEW)
    other.goto("/me/ways-in/")
    assert "/me/ways-in/" in other.url


@pytest.mark.parametrize(("language", "width"), BY_LANGUAGE)
def test_lost_number_waits_and_the_old_one_stops_it(opened, citizen, rf, language: str, width: int) -> None:
    words, page = WORDS[language], opened(language, width)
    sign_in(page, words)
    add_passkey(page, words)
    sign_out(page)
    page.goto("/sign-in/?next=/me/phone/")
    waits = waiting.ask(user=citizen, phone=f"+86{NEW}", to_stop=str, now=timezone.now())
    enter_by_key(page, words)
    looked_at(page, f"phone-waits-{width}")

    page.goto("/stop/")
    looked_at(page, f"stop-by-code-{width}")
    page.locator("[name=code]").fill("2222 2222")
    page.get_by_role("button", name=words["stop"]).click()
    expect(page.locator(".field-error")).to_be_visible()
    looked_at(page, f"stop-by-code-wrong-{width}")

    address = stop_links.address_for(rf.get("/", SERVER_NAME="localhost"), waits).removeprefix("http://localhost")
    page.goto(address)
    looked_at(page, f"stop-{width}")
    page.get_by_role("button", name=words["stop"]).click()
    expect(page.locator(".notice-success")).to_be_visible()
    looked_at(page, f"stopped-{width}")

    assert waiting.of(citizen) is None
    page.goto(address)
    looked_at(page, f"stop-stale-{width}")


@pytest.mark.parametrize(("language", "width"), BY_LANGUAGE)
def test_number_that_passed_on_opens_an_account_of_its_own(opened, citizen, language: str, width: int) -> None:
    words, owner = WORDS[language], opened(language, width)
    sign_in(owner, words)
    add_passkey(owner, words)
    long_ago = timezone.now() - LONG
    User.objects.filter(pk=citizen.pk).update(last_login=long_ago, joined_at=long_ago)
    Profile.objects.filter(pk=citizen.pk).update(phone_verified_at=long_ago, last_used_on=None)
    SignedIn.objects.filter(user=citizen).delete()
    sign_out(owner)

    newcomer = opened(language, width)
    sign_in(newcomer, words)
    assert "/sign-in/whose/" in newcomer.url
    looked_at(newcomer, f"whose-{width}")
    assert "小林" not in newcomer.content()
    newcomer.get_by_role("link", name=words["new"]).click()
    looked_at(newcomer, f"anew-{width}")
    newcomer.get_by_role("button", name=words["new"]).click()
    newcomer.wait_for_url("**/welcome/**")
    assert Profile.objects.get(user=citizen).phone is None

    # The account's owner comes in by their passkey, as ever.
    owner.goto("/sign-in/?next=/inbox/")
    enter_by_key(owner, words)
    looked_at(owner, f"told-{width}")


@pytest.mark.parametrize(("language", "width"), BY_LANGUAGE)
def test_the_browser_names_the_passkey_beside_the_number(opened, citizen: User, language: str, width: int) -> None:
    """Once somebody is in the field, and not before: looking at the door leaves no session."""
    words, page = WORDS[language], opened(language, width)
    sign_in(page, words)
    add_passkey(page, words)
    page.context.clear_cookies(name="sessionid")
    before = Session.objects.count()

    page.goto("/sign-in/")
    field = page.get_by_label(words["number"])
    expect(field).to_have_attribute("autocomplete", "username webauthn")
    assert page.evaluate("PublicKeyCredential.isConditionalMediationAvailable()")
    assert Session.objects.count() == before
    field.focus()

    page.wait_for_url(lambda url: "/sign-in/" not in url)
    assert SignedIn.objects.filter(user=citizen).count() == 2


def test_the_button_works_while_the_browser_waits_for_a_choice(opened, citizen: User) -> None:
    words, page = WORDS["zh-hans"], opened()
    sign_in(page, words)
    add_passkey(page, words)
    page.context.clear_cookies(name="sessionid")
    page.add_init_script(HANGS)

    page.goto("/sign-in/")
    page.get_by_label(words["number"]).focus()
    expect(page.locator("html[data-waits]")).to_be_attached()
    page.get_by_role("button", name=words["by key"]).click()

    page.wait_for_url(lambda url: "/sign-in/" not in url)
    assert page.evaluate("sessionStorage.getItem('aborted')") == "yes"


HANGS = """
const get = navigator.credentials.get.bind(navigator.credentials);
navigator.credentials.get = (asked) => {
  if (asked.mediation !== "conditional") return get(asked);
  document.documentElement.dataset.waits = "";
  return new Promise((_done, refused) => asked.signal.addEventListener("abort", () => {
    sessionStorage.setItem("aborted", "yes");
    refused(asked.signal.reason);
  }));
};
"""
"""A browser whose reader chooses none of the keys that it names."""
