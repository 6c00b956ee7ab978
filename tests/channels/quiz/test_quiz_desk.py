"""The quiz's questions at the desk: written in both languages, retired, never rewritten once they were asked."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission

from accounts.models import User
from channels.quiz import bank
from channels.quiz.drawing import sheet_for
from channels.quiz.models import QuizQuestion
from tests.conftest import NOW
from tests.desk_pages import decide

LIST = "/admin/quiz/quizquestion/"
WRITTEN = {
    "text_zh": "哪种出行最低碳？",
    "text_en": "Which way to travel is the greenest?",
    "option_1_zh": "步行",
    "option_1_en": "On foot",
    "option_2_zh": "开车",
    "option_2_en": "By car",
    "option_3_zh": "坐飞机",
    "option_3_en": "By plane",
    "right_option": "0",
    "explanation_zh": "步行不烧油。",
    "explanation_en": "Walking burns no fuel.",
    "source_zh": "规则通知，主管部门，2026年11月",
    "source_en": "Notice, the authority, November 2026",
    "is_active": "on",
}


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def questions(db) -> None:
    bank.load()


@pytest.fixture
def page(client, desk):
    client.force_login(desk)
    return client


def test_desk_writes_a_question_in_both_languages(page, desk):
    assert page.get(f"{LIST}add/").status_code == 200
    assert page.post(f"{LIST}add/", WRITTEN).status_code == 302

    question = QuizQuestion.objects.get()
    assert question.text == {"zh-hans": "哪种出行最低碳？", "en": "Which way to travel is the greenest?"}
    assert [option["en"] for option in question.options] == ["On foot", "By car", "By plane"]
    assert (question.right, question.is_active, question.code) == (0, True, None)
    assert question.source["zh-hans"] == "规则通知，主管部门，2026年11月"
    [event] = apps.get_model("quiz.QuizQuestionEvent").objects.all()
    assert (event.pgh_label, event.pgh_context.metadata["user"]) == ("insert", desk.pk)


def test_desk_edits_a_question_that_nobody_was_asked(page, questions):
    question = QuizQuestion.objects.get(code="linpan")
    form = page.get(f"{LIST}{question.pk}/change/").context["adminform"].form
    assert form.initial["text_zh"] == question.text["zh-hans"]
    assert form.initial["right_option"] == 1

    fourth = {"option_4_zh": "骑车", "option_4_en": "By bike", "right_option": "3"}
    assert decide(page, f"{LIST}{question.pk}/change/", {**WRITTEN, **fourth}).status_code == 302

    edited = QuizQuestion.objects.get(pk=question.pk)
    assert (len(edited.options), edited.right, edited.options[3]["en"]) == (4, 3, "By bike")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text_en": ""}, "text_en"),
        ({"option_3_zh": ""}, "option_3_zh"),
        ({"option_4_zh": "骑车"}, "option_4_en"),
        ({"right_option": "3"}, "right_option"),
        ({"right_option": "4"}, "right_option"),
    ],
)
def test_question_that_is_not_whole_is_sent_back(page, change, field):
    answer_of_page = page.post(f"{LIST}add/", {**WRITTEN, **change})

    assert set(answer_of_page.context["adminform"].form.errors) == {field}
    assert not QuizQuestion.objects.exists()


def test_desk_retires_an_asked_question_and_changes_nothing_else_of_it(page, questions, alice):
    asked = QuizQuestion.objects.get(pk=sheet_for(citizen=alice, now=NOW).question_ids[0])
    shown = page.get(f"{LIST}{asked.pk}/change/")
    assert set(shown.context["adminform"].form.fields) == {"is_active"}

    assert decide(page, f"{LIST}{asked.pk}/change/", {**WRITTEN, "is_active": ""}).status_code == 302

    retired = QuizQuestion.objects.get(pk=asked.pk)
    assert (retired.is_active, retired.text, retired.right) == (False, asked.text, asked.right)
    assert not QuizQuestion.objects.active().filter(pk=asked.pk).exists()
    assert page.post(f"{LIST}{asked.pk}/delete/", {"post": "yes"}).status_code == 403


def test_who_may_only_look_at_questions_changes_none(client, desk, questions):
    User.objects.filter(pk=desk.pk).update(is_superuser=False)
    desk.user_permissions.add(Permission.objects.get(codename="view_quizquestion"))
    client.force_login(User.objects.get(pk=desk.pk))
    question = QuizQuestion.objects.get(code="linpan")

    assert client.get(LIST).status_code == 200
    assert client.get(f"{LIST}{question.pk}/change/").status_code == 200
    assert client.post(f"{LIST}{question.pk}/change/", WRITTEN).status_code == 403
    assert client.post(f"{LIST}add/", WRITTEN).status_code == 403
    assert QuizQuestion.objects.get(pk=question.pk).text == question.text
    assert QuizQuestion.objects.count() == 24
