"""Who came by WeChat and has an older account with a number makes one of both, to the line on the statement."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from accounts.models import Profile, User
from credits.merging.models import Merger
from tests.browser.newcomers import BY_LANGUAGE, newcomers
from tests.browser.test_settlement import at_the_desk
from tests.conftest import filled_budget, make_citizen
from tests.credits.merging.conftest import has_waited
from tests.merchants.conftest import assert_books_are_sound, give
from tests.platforms.loopback import Loopback, running, settle

__all__ = ["at_the_desk", "newcomers"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
OLD, NEW = "13900000001", "13900000002"


@pytest.fixture(scope="module")
def _loopback() -> Iterator[Loopback]:
    with running() as server:
        yield server


@pytest.fixture(autouse=True)
def _platforms(_loopback: Loopback, settings) -> None:
    settle(settings, _loopback)


@pytest.mark.parametrize(("language", "width"), BY_LANGUAGE)
def test_two_accounts_become_one(newcomers, at_the_desk, desk: User, language: str, width: int) -> None:
    filled_budget()
    give(make_citizen(f"+86{OLD}"), 120)
    one = newcomers(language, width, "merge")
    one.page.goto("/sign-in/")
    one.page.locator("form[action='/sign-in/with/wechat/'] button").click()
    one.page.get_by_role("button", name="同意，我是林小满").click()
    one.looks("came-by-wechat")
    one.proves(NEW)
    one.looks("welcome")
    one.follows("Skip")
    new = Profile.objects.get(phone=f"+86{NEW}").user
    give(new, 7)

    one.page.goto("/me/")
    one.follows("Another account of mine")
    one.looks("start")
    one.follows("The other one has a mobile number")
    one.looks("its-number")
    one.page.locator("[name=phone]").fill(OLD)
    one.presses("Get the code")
    one.looks("its-code")
    one.page.locator("[name=code]").fill(one.page.locator(".notice-demo").inner_text()[-6:])
    one.presses("Confirm")
    one.looks("preview")
    one.presses("Ask for the merger")
    one.looks("reason-is-missing")
    one.page.locator("[name=words]").fill("先用手机号，后来用微信又开了一个")
    one.presses("Ask for the merger")
    expect(one.page.get_by_text("139****0001")).to_be_visible()
    one.looks("waits")
    one.page.goto("/inbox/")
    one.looks("told-it-waits")

    merger = Merger.objects.get()
    has_waited(merger)
    clerk = at_the_desk(desk)
    clerk.goto(f"/admin/credits/merger/{merger.pk}/change/")
    clerk.locator("[name=answer]").fill("两个账号都已验证")
    clerk.get_by_role("button", name="批准并合并").click()
    clerk.wait_for_load_state()

    one.opens_the_latest_news("told-it-is-done")
    one.looks("done")
    one.follows("The account that ended")
    one.looks("former")
    one.page.goto("/statement/")
    one.looks("statement")
    one.follows("Accounts merged")
    one.reads("The account that ended")
    assert_books_are_sound()

    # Whoever types the old number out of habit reads what became of it.
    stranger = newcomers(language, width, "merge-old-number")
    stranger.page.goto("/sign-in/")
    stranger.proves(OLD)
    stranger.looks("old-number")
