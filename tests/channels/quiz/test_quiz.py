"""The daily quiz: three questions drawn for each citizen and day, answered once, one credit for a right answer."""

from datetime import timedelta

import pytest
import yaml
from django.core.management import call_command
from django.db import DatabaseError, transaction

from accounts.models import User
from activities.models import Activity
from channels.quiz import bank
from channels.quiz.answering import answer, questions_of
from channels.quiz.drawing import draw, sheet_for
from channels.quiz.models import QuizQuestion, QuizSheet
from channels.quiz.refusals import QuizAnsweredBefore, QuizDayIsOver
from credits import statements
from tests.conftest import NOW, TODAY, score_everything

PAGE = "/act/quiz/"


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def questions(catalogue, budget) -> None:
    bank.load()


def form_of(sheet: QuizSheet, *, right: int) -> dict[str, str]:
    """What the browser sends: so many answers right, the others wrong."""
    places = [str(place) for place in answers_of(sheet, right=right)]
    fields = [f"question_{question_id}" for question_id in sheet.question_ids]
    return {"day": sheet.city_day.isoformat(), **dict(zip(fields, places, strict=True))}


def answers_of(sheet: QuizSheet, *, right: int) -> list[int]:
    return [
        question.right if number < right else (question.right + 1) % len(question.options)
        for number, question in enumerate(questions_of(sheet))
    ]


def answered(citizen: User, *, right: int = 3, now=NOW) -> QuizSheet:
    sheet = sheet_for(citizen=citizen, now=now)
    return answer(citizen=citizen, day=sheet.city_day, chosen=answers_of(sheet, right=right), now=now)


# Drawing


def test_draw_is_the_same_for_the_same_citizen_and_day():
    assert draw(1, TODAY, range(1, 25), {}) == [12, 4, 23]
    assert draw(1, TODAY, range(24, 0, -1), {}) == [12, 4, 23]


def test_draw_differs_between_citizens_and_days():
    assert draw(2, TODAY, range(1, 25), {}) == [2, 20, 11]
    assert draw(1, TODAY + timedelta(days=1), range(1, 25), {}) == [2, 11, 3]


def test_draw_takes_what_was_not_answered_lately_then_what_was_answered_longest_ago():
    yesterday, earlier = TODAY - timedelta(days=1), TODAY - timedelta(days=9)

    assert draw(1, TODAY, [1, 2, 3, 4, 5], {1: yesterday, 2: earlier, 4: yesterday, 5: earlier})[0] == 3
    assert set(draw(1, TODAY, [1, 2, 3, 4, 5], {1: yesterday, 2: earlier, 4: yesterday, 5: earlier})) == {2, 3, 5}


def test_sheet_stays_the_same_when_the_page_is_opened_again_and_a_question_is_retired(questions, alice):
    sheet = sheet_for(citizen=alice, now=NOW)
    QuizQuestion.objects.filter(pk=sheet.question_ids[0]).update(is_active=False)

    assert sheet_for(citizen=alice, now=NOW + timedelta(hours=5)) == sheet
    assert QuizSheet.objects.get().question_ids == sheet.question_ids
    assert len(set(sheet.question_ids)) == 3


def test_eight_days_bring_every_question_of_the_bank_once(questions, alice):
    days = [answered(alice, now=NOW + timedelta(days=ago)).question_ids for ago in range(8)]

    assert len({question_id for day in days for question_id in day}) == 24


def test_fewer_than_three_active_questions_make_no_quiz(questions, alice, client):
    kept = QuizQuestion.objects.values_list("pk", flat=True)[:2]
    QuizQuestion.objects.exclude(pk__in=list(kept)).update(is_active=False)
    client.force_login(alice)

    for answer_of_page in (client.get(PAGE), client.post(PAGE, {"day": "2026-11-23"})):
        assert answer_of_page.status_code == 200
        assert "form" not in answer_of_page.context
    assert not QuizSheet.objects.exists()
    assert not QuizQuestion.objects.exclude(first_asked_at=None).exists()


# Answering


@pytest.mark.parametrize("right", [0, 1, 2, 3])
def test_each_right_answer_earns_one_credit(questions, alice, right):
    sheet = answered(alice, right=right)
    score_everything()

    act = Activity.objects.select_related("scenario", "assessment").get()
    assert (act.scenario.code, act.evidence, act.channel, act.city_day) == ("quiz", "provider", "quiz", TODAY)
    assert act.values == {"correct": right}
    assert (act.assessment.grams, act.assessment.credits) == (0, right)
    assert statements.available(alice.pk, today=TODAY) == right
    assert QuizSheet.objects.get().activity == sheet.activity == act


def test_answers_are_taken_on_the_page_and_shown_with_what_was_right(questions, alice, client):
    client.force_login(alice)
    client.get(PAGE)
    sheet = QuizSheet.objects.get()

    sent = client.post(PAGE, form_of(sheet, right=2))

    assert (sent.status_code, sent.url) == (302, PAGE)
    page = client.get(PAGE)
    first, _second, third = page.context["marked"]
    assert [one.is_right for one in page.context["marked"]] == [True, True, False]
    assert page.context["correct"] == 2
    assert first.given == first.right
    assert third.given != third.right
    for one in page.context["marked"]:
        assert one.explanation in page.text
        assert one.source in page.text
    assert Activity.objects.get().get_absolute_url() in page.text


@pytest.mark.parametrize(("right", "praised"), [(1, False), (2, True)])
def test_only_who_answers_most_of_them_rightly_is_praised(questions, alice, client, right, praised):
    client.force_login(alice)
    client.get(PAGE)
    client.post(PAGE, form_of(QuizSheet.objects.get(), right=right))

    assert ("答得不错" in client.get(PAGE).text) is praised


def test_solutions_are_not_on_the_page_before_the_answers(questions, alice, client):
    client.force_login(alice)
    page = client.get(PAGE)

    for question in questions_of(QuizSheet.objects.get()):
        assert question.text["zh-hans"] in page.text
        assert question.explanation["zh-hans"] not in page.text


def test_second_submission_changes_nothing(questions, alice, client):
    first = answered(alice, right=1)
    client.force_login(alice)

    page = client.post(PAGE, form_of(first, right=3))

    assert page.context["notice"] == QuizAnsweredBefore().sentence
    assert page.context["correct"] == 1
    with pytest.raises(QuizAnsweredBefore):
        answered(alice, right=3)
    kept = QuizSheet.objects.get()
    assert (kept.answers, kept.answered_at) == (first.answers, NOW)
    assert Activity.objects.get().values == {"correct": 1}


def test_answered_sheet_is_never_changed_in_the_database(questions, alice):
    sheet = answered(alice, right=1)

    with pytest.raises(DatabaseError), transaction.atomic():
        QuizSheet.objects.update(answers=[0, 0, 0])
    assert QuizSheet.objects.get().answers == sheet.answers


def test_one_citizens_answers_leave_anothers_sheet_untouched(questions, alice, bob, client):
    theirs = sheet_for(citizen=bob, now=NOW)
    mine = sheet_for(citizen=alice, now=NOW)
    client.force_login(alice)

    client.post(PAGE, {**form_of(theirs, right=3), **form_of(mine, right=3)})

    assert QuizSheet.objects.get(citizen=bob).answers is None
    assert Activity.objects.get().citizen == alice


@pytest.mark.parametrize("wrong", [{}, {"answer": "7"}, {"answer": "x"}])
def test_answers_that_are_missing_or_no_option_are_sent_back(questions, alice, client, wrong):
    sheet = sheet_for(citizen=alice, now=NOW)
    form = form_of(sheet, right=3)
    last = f"question_{sheet.question_ids[2]}"
    del form[last]
    client.force_login(alice)

    page = client.post(PAGE, {**form, **({last: wrong["answer"]} if wrong else {})})

    assert set(page.context["form"].errors) == {last}
    assert QuizSheet.objects.get().answers is None
    assert not Activity.objects.exists()


def test_answers_given_after_midnight_meet_the_new_days_questions(questions, alice, client, time_machine):
    yesterday = sheet_for(citizen=alice, now=NOW)
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    client.force_login(alice)

    page = client.post(PAGE, form_of(yesterday, right=3))

    assert page.context["notice"] == QuizDayIsOver().sentence
    assert page.context["form"].sheet.city_day == TODAY + timedelta(days=1)
    assert not QuizSheet.objects.answered().exists()
    assert not Activity.objects.exists()
    with pytest.raises(QuizDayIsOver):
        answer(citizen=alice, day=TODAY, chosen=[0, 0, 0], now=NOW + timedelta(days=1))


# The bank


def test_bank_holds_24_questions_in_both_languages_with_a_source(questions):
    assert QuizQuestion.objects.count() == 24
    for question in QuizQuestion.objects.all():
        assert 3 <= len(question.options) <= 4
        assert question.right < len(question.options)
        for text in (question.text, question.explanation, question.source, *question.options):
            assert set(text) == {"zh-hans", "en"}
            assert all(text.values())


def test_loading_again_adds_nothing_and_keeps_what_the_desk_changed(questions):
    changed = QuizQuestion.objects.get(code="linpan")
    changed.is_active, changed.explanation = False, {"zh-hans": "改过的解释。", "en": "Mended."}
    changed.save()

    assert bank.load() == 0
    call_command("load_quiz")

    kept = QuizQuestion.objects.get(code="linpan")
    assert (kept.is_active, kept.explanation["en"]) == (False, "Mended.")
    assert QuizQuestion.objects.count() == 24


@pytest.mark.parametrize(
    "fault", [{"right": 4}, {"right": 0}, {"source": "nobody"}, {"options": []}, {"text": {"zh-hans": "只有中文"}}]
)
def test_bank_that_contradicts_itself_is_not_loaded(db, tmp_path, fault):
    document = yaml.safe_load(bank.FILE.read_text(encoding="utf-8"))
    document["questions"][-1] |= fault
    file = tmp_path / "questions.yaml"
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")

    with pytest.raises(bank.BankError):
        bank.load(file)
    assert not QuizQuestion.objects.exists()


def test_question_that_was_asked_is_never_rewritten_or_removed_in_the_database(questions, alice):
    asked = QuizQuestion.objects.get(pk=sheet_for(citizen=alice, now=NOW).question_ids[0])

    for changed in ({"right": (asked.right + 1) % 3}, {"text": {}}, {"options": []}, {"first_asked_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            QuizQuestion.objects.filter(pk=asked.pk).update(**changed)
    with pytest.raises(DatabaseError), transaction.atomic():
        asked.delete()
    assert QuizQuestion.objects.get(pk=asked.pk).text == asked.text
