"""A citizen answers the daily quiz on a phone, reads the solutions and finds the credits; without JavaScript too."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from activities.models import Activity
from channels.quiz import bank
from channels.quiz.answering import questions_of
from channels.quiz.models import QuizSheet
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.processes import Worker


@pytest.fixture(autouse=True)
def _questions(catalogue, budget) -> None:
    bank.load()


def sign_in(page: Page, client, citizen, live_server: LiveServer) -> None:
    client.force_login(citizen)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


def choose(page: Page, *, right: int) -> None:
    """So many right answers, the others wrong."""
    questions = questions_of(QuizSheet.objects.get())
    for number, (question, shown) in enumerate(zip(questions, page.locator(".quiz fieldset").all(), strict=True)):
        place = question.right if number < right else (question.right + 1) % len(question.options)
        shown.get_by_role("radio").nth(place).check()


def test_two_right_answers_earn_two_credits_and_the_solutions_are_told(
    phone: Page, worker: Worker, client, alice, live_server: LiveServer
) -> None:
    sign_in(phone, client, alice, live_server)
    phone.goto("/act/")
    phone.get_by_role("link", name="低碳问答").click()
    expect(phone.locator(".quiz fieldset")).to_have_count(3)
    assert is_as_wide_as_the_screen(phone)

    phone.get_by_role("button", name="交卷看答案").click()
    expect(phone.locator(".field-error")).to_have_text(["请选择一个答案。"] * 3)
    assert not Activity.objects.exists()

    choose(phone, right=2)
    phone.get_by_role("button", name="交卷看答案").click()

    expect(phone.locator(".quiz-score")).to_contain_text("3 题答对 2 题")
    expect(phone.locator(".quiz-wrong")).to_have_count(1)
    expect(phone.locator(".quiz-right")).to_have_count(3)
    expect(phone.get_by_text("出处：")).to_have_count(3)
    assert is_as_wide_as_the_screen(phone)

    phone.reload()
    expect(phone.locator(".quiz fieldset")).to_have_count(0)
    phone.get_by_role("link", name="查看所得积分").click()
    expect(phone.locator("#outcome .outcome-result")).to_contain_text("+2", timeout=30_000)


def test_without_javascript_the_quiz_is_answered_too(browser: Browser, live_server: LiveServer, client, alice) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="zh-CN")
    page = context.new_page()
    sign_in(page, client, alice, live_server)
    page.goto("/act/quiz/")

    choose(page, right=0)
    page.get_by_role("button", name="交卷看答案").click()

    expect(page.locator(".quiz-score")).to_contain_text("3 题答对 0 题")
    expect(page.locator(".quiz-score")).to_contain_text("没关系")
    assert Activity.objects.get().values == {"correct": 0}
    context.close()
