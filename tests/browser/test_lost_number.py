"""An official sets the number of somebody who has lost theirs, and a colleague agrees; on a wide screen and a phone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.changing_phone import waiting
from accounts.changing_phone.models import PhoneChange
from accounts.models import Profile, User
from tests.browser.test_desk_dates import LANGUAGES
from tests.browser.test_ways_in import BY_LANGUAGE, looked_at
from tests.conftest import make_citizen
from tests.desk.test_timeline import as_role

pytestmark = pytest.mark.django_db(transaction=True)

SERVING, SECURITY = "账户服务 · Account service", "安全 · Security"
NEW = "13900000009"
WORDS = {
    "zh-hans": {
        "set": "更换手机号",
        "send": "向新手机号发送验证码",
        "wait": "提交，等待生效",
        "agree": "同意",
        "demo": "演示环境：验证码",
    },
    "en": {
        "set": "Set a new number",
        "send": "Send a code to the new number",
        "wait": "Have it wait",
        "agree": "Agree",
        "demo": "Demonstration: the code is",
    },
}


@pytest.fixture(autouse=True)
def _demonstration(settings, db) -> None:
    settings.DEBUG = True
    cache.clear()
    call_command("load_roles")


@pytest.fixture
def at_desk(browser: Browser, browser_context_args) -> Callable[..., Page]:
    """A page of the desk as a member of a role, in a language and of a width."""

    def at_desk(role: str, language: str, width: int) -> Page:
        client = as_role(role)
        screen = {"viewport": {"width": width, "height": 900}, "has_touch": False, "is_mobile": False}
        context = browser.new_context(**{**browser_context_args, **screen, "locale": LANGUAGES[language]})
        url = browser_context_args["base_url"]
        cookies = {"django_language": language, "sessionid": client.cookies["sessionid"].value}
        context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        return context.new_page()

    return at_desk


@pytest.mark.parametrize(("language", "width"), BY_LANGUAGE)
def test_lost_number_is_set_by_one_and_agreed_to_by_another(at_desk, language: str, width: int) -> None:
    words, citizen, page = WORDS[language], make_citizen(), at_desk(SERVING, language, width)
    page.goto(f"/admin/accounts/user/{citizen.pk}/change/")
    page.get_by_role("link", name=words["set"], exact=True).click()
    looked_at(page, f"desk-new-phone-{width}")
    page.locator("[name=phone]").fill(NEW)
    page.get_by_role("button", name=words["send"]).click()
    page.locator("[name=code]").fill(re.sub(r"\D", "", page.get_by_text(words["demo"]).inner_text()))
    page.locator("[name=shown][value=contract]").check()
    page.locator("[name=reference]").fill("工单 43")
    looked_at(page, f"desk-new-phone-code-{width}")
    page.get_by_role("button", name=words["wait"]).click()
    page.wait_for_url("**/change/")
    change = PhoneChange.objects.get()
    assert change.lacks_agreement

    other = at_desk(SECURITY, language, width)
    other.goto("/admin/accounts/phonechange/")
    looked_at(other, f"desk-phone-changes-{width}")
    other.goto(f"/admin/accounts/phonechange/{change.pk}/change/")
    looked_at(other, f"desk-phone-change-{width}")
    other.get_by_role("link", name=words["agree"], exact=True).click()
    looked_at(other, f"desk-agree-{width}")
    other.get_by_role("button", name=words["agree"], exact=True).click()
    other.wait_for_url("**/change/")
    expect(other.get_by_role("link", name=words["agree"], exact=True)).to_have_count(0)

    assert waiting.make_due(now=timezone.now() + timedelta(days=8), limit=9) == (1, 0)
    assert Profile.objects.get(user=citizen).phone == f"+86{NEW}"
    assert User.objects.filter(pk=change.by_id, username__isnull=False).exists()
