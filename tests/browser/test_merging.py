"""Two accounts become one: proven by a pairing code, decided at the desk, told by the statement of who stays."""

import os
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import Profile, User
from credits.merging.models import Merger
from tests.accounts.proven import proven
from tests.browser.test_settlement import at_the_desk
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.conftest import filled_budget, make_citizen
from tests.credits.merging.conftest import has_waited
from tests.merchants.conftest import THIS_VINTAGE, assert_books_are_sound, give

__all__ = ["at_the_desk"]

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def looked_at(page: Page, name: str) -> None:
    """No page is wider than the phone; with PICTURES pictures of it are kept there, of a desk's width, too."""
    assert is_as_wide_as_the_screen(page)
    if folder := os.environ.get("PICTURES"):
        for screen in (DESK, PHONE):
            page.set_viewport_size(screen)
            page.screenshot(path=Path(folder) / f"{name}-{screen['width']}.png", full_page=True)


def entered(page: Page, citizen: User) -> Page:
    """Signed in a moment ago, which is a fresh proof."""
    client = Client()
    client.force_login(citizen)
    cookie = proven(client).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": urljoin(page.url, "/")}])
    return page


def test_two_accounts_become_one_and_the_statement_tells_it(
    phone: Page, at_the_desk, browser, browser_context_args, desk: User
) -> None:
    filled_budget()
    old, new = make_citizen("+8613900000001"), make_citizen("+8613900000002")
    give(old, 50, THIS_VINTAGE)
    give(old, 100)
    give(new, 7)
    other = browser.new_context(**browser_context_args).new_page()
    other.goto("/")
    entered(other, old).goto("/me/")
    other.get_by_role("link", name="我还有另一个账号").click()
    looked_at(other, "start")
    other.get_by_role("link", name="显示配对码", exact=True).click()
    other.get_by_role("button", name="显示配对码", exact=True).click()
    looked_at(other, "code")
    code = other.locator(".secret").inner_text()

    entered(phone, new).goto("/me/merging/")
    phone.get_by_role("link", name="我能登录另一个账号").click()
    looked_at(phone, "pairing")
    phone.locator("[name=code]").fill(code)
    phone.get_by_role("button", name="确认").click()
    expect(phone.get_by_role("heading", name="合并后会怎样")).to_be_visible()
    expect(phone.get_by_text("139****0001").first).to_be_visible()
    phone.locator("[name=words]").fill("换了手机号以后又开了一个账号")
    looked_at(phone, "preview")
    phone.get_by_role("button", name="申请合并").click()
    expect(phone.get_by_role("button", name="撤回", exact=True)).to_be_visible()
    looked_at(phone, "waiting")
    other.goto("/inbox/")
    expect(other.get_by_text("将并入另一个账号")).to_be_visible()

    merger = Merger.objects.get()
    clerk = at_the_desk(desk)
    clerk.goto("/admin/")
    clerk.get_by_role("link", name="待审核的账号合并").click()
    clerk.get_by_role("link", name=merger.public_id).click()
    expect(clerk.get_by_role("button", name="批准并合并")).to_have_count(0)
    looked_at(clerk, "desk-waits")
    has_waited(merger)
    clerk.reload()
    clerk.locator("[name=answer]").fill("两个账号都已验证")
    looked_at(clerk, "desk")
    clerk.get_by_role("button", name="批准并合并").click()
    expect(clerk.get_by_text("已批准并合并，已通知两个账号。")).to_be_visible()
    looked_at(clerk, "desk-done")

    phone.goto("/statement/")
    expect(phone.get_by_text("账号合并 · 来自以前的账号").first).to_be_visible()
    looked_at(phone, "statement")
    phone.get_by_text("账号合并 · 来自以前的账号").first.click()
    expect(phone.get_by_text("已转入 150 分")).to_be_visible()
    looked_at(phone, "merged")
    phone.locator(".card-link", has_text="以前的账号").click()
    expect(phone.get_by_text("账号合并 · 转到另一个账号").first).to_be_visible()
    looked_at(phone, "former")
    other.goto("/me/")
    expect(other.get_by_role("heading", name="登录").first).to_be_visible()
    if os.environ.get("PICTURES"):
        _in_english(phone, clerk, new, merger)
    assert_books_are_sound()


def _in_english(phone: Page, clerk: Page, new: User, merger: Merger) -> None:
    """The same pages for another reader, and the forms of one more merger."""
    Profile.objects.filter(user=new).update(language="en")
    for page, url in ((phone, phone.url), (clerk, clerk.url)):
        page.context.add_cookies([{"name": "django_language", "value": "en", "url": url}])
    third = make_citizen("+8613900000003")
    give(third, 9)
    for name, address in (("merged", merger.get_absolute_url()), ("former", f"/me/former/{merger.public_id}/")):
        phone.goto(address)
        looked_at(phone, f"en-{name}")
    for name, address in (("start", "/me/merging/"), ("phone", "/me/merging/phone/"), ("statement", "/statement/")):
        phone.goto(address)
        looked_at(phone, f"en-{name}")
    clerk.goto(f"/admin/credits/merger/{merger.pk}/change/")
    looked_at(clerk, "en-desk")
