"""A page that waits and is left asks ever more rarely and then no more; one that nobody can see asks nothing."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from activities.models import Activity
from tests.browser.test_till import sign_in
from tests.conftest import record, score_everything, walk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogue", "budget")]
HIDE_OR_SHOW = """(hidden) => {
    Object.defineProperty(document, "hidden", {get: () => hidden, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def waiting(phone: Page, alice: User) -> Page:
    """The page of an act that no worker scores; time on it passes as a test says."""
    record(alice, walk(8000))
    sign_in(phone, alice)
    # Installed alone it would go on by itself, and on a slow machine the page asks before the test has begun.
    phone.clock.install(time=0)
    phone.clock.pause_at(1)
    phone.goto(f"/activities/{Activity.objects.get().public_id}/")
    expect(phone.get_by_text("正在核算").first).to_be_visible()
    return phone


@pytest.fixture
def asked(waiting: Page) -> list[str]:
    """The questions of the page, as they are asked."""
    questions: list[str] = []
    waiting.on("request", lambda request: questions.append(request.url) if "/outcome/" in request.url else None)
    return questions


def test_a_page_that_is_left_asks_ever_more_rarely_and_then_no_more(waiting: Page, asked: list[str]) -> None:
    late = waiting.get_by_text("本页已停止自动查看")
    for number in range(1, 15):
        waiting.clock.run_for(31_000)
        expect(
            waiting.locator(f"#outcome[hx-get$='asked={number + 1}']" if number < 14 else "#outcome")
        ).to_be_visible()
    expect(late).to_be_visible()
    assert [url.partition("asked=")[2] for url in asked] == [str(number) for number in range(1, 15)]

    waiting.clock.run_for(3_600_000)
    assert len(asked) == 14

    score_everything()
    waiting.get_by_role("link", name="再看一次").click()
    expect(waiting.locator("#outcome")).to_contain_text("减少二氧化碳 160 克")


def test_a_page_that_nobody_can_see_asks_once_somebody_can(waiting: Page, asked: list[str]) -> None:
    waiting.evaluate(HIDE_OR_SHOW, True)
    waiting.clock.run_for(600_000)
    assert asked == []

    score_everything()
    waiting.evaluate(HIDE_OR_SHOW, False)

    expect(waiting.locator("#outcome")).to_contain_text("减少二氧化碳 160 克")
    assert len(asked) == 1
