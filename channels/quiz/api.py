"""`/api/v1/quiz`: today's questions, and once they are answered what was right and why."""

from datetime import date
from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from channels.quiz.answering import SCENARIO, answer, questions_of
from channels.quiz.drawing import sheet_for
from channels.quiz.forms import QuizForm, field_of
from channels.quiz.models import QuizQuestion, QuizSheet
from channels.quiz.refusals import NoQuizToday, QuizDayIsOver
from common.city_time import city_day
from common.filled_in import as_sent, filled
from common.json_schema import DAY, NUMBER, NUMBER_OR_NONE, STRING, STRING_OR_NONE, Schema, list_of, object_of, said
from common.problem_schema import problems
from common.texts import in_reader_language
from scenarios import rulebook

QUESTION = object_of(
    {
        "name": said("The member of the answers that it fills."),
        "question": STRING,
        "options": said("An answer is a place in this list, beginning with 0.", list_of(STRING)),
        "given": said("What was answered; `null` before.", NUMBER_OR_NONE),
        "right": said("What is right; `null` before it is answered.", NUMBER_OR_NONE),
        "explanation": said("Empty before it is answered."),
        "source": STRING,
    }
)
SHEET = object_of(
    {
        "day": DAY,
        "questions": list_of(QUESTION),
        "correct": said("How many answers were right; `null` before.", NUMBER_OR_NONE),
        "activity": said("The act that the answers are.", STRING_OR_NONE),
    }
)
ANSWERS: Schema = {
    "type": "object",
    "properties": {"day": DAY},
    "additionalProperties": NUMBER,
    "required": ["day"],
    "example": {"day": "2026-11-22", "question_1": 0, "question_7": 2, "question_9": 1},
}


class Quiz(OwnView):
    scopes: ClassVar = {"GET": Scope.SUBMIT, "POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="read_quiz",
        summary="Your quiz of today; without questions where there is none",
        responses={200: SHEET, **problems(401, 403)},
    )
    def get(self, request: Request) -> Response:
        sheet = _sheet(request)
        none: dict[str, Any] = {
            "day": city_day(timezone.now()).isoformat(),
            "questions": [],
            "correct": None,
            "activity": None,
        }
        return Response(_described(sheet) if sheet else none)

    @extend_schema(
        operation_id="answer_quiz",
        summary="Answer today’s quiz: all questions together, once",
        description="Each question’s `name` with the place of the option chosen.",
        request={"application/json": ANSWERS},
        responses={200: SHEET, **problems(400, 401, 403, 409, 422)},
    )
    def post(self, request: Request) -> Response:
        sheet = _sheet(request)
        if sheet is None:
            raise NoQuizToday
        form = QuizForm(as_sent(request), sheet=sheet, questions=questions_of(sheet))
        form.full_clean()
        if form.cleaned_data.get("day", sheet.city_day) != sheet.city_day:
            raise QuizDayIsOver
        chosen = filled(form).chosen()
        answered = answer(citizen=citizen_of(request), day=sheet.city_day, chosen=chosen, now=timezone.now())
        return Response(_described(answered))


def _sheet(request: Request) -> QuizSheet | None:
    """None where no rule of the quiz is in force, or there are too few questions."""
    now, book = timezone.now(), rulebook.current()
    scenario = book.scenarios.get(SCENARIO)
    if scenario is None or book.rule_on(scenario.pk, city_day(now)) is None:
        return None
    return sheet_for(citizen=citizen_of(request), now=now)


def _none(day: date) -> dict[str, Any]:
    return {"day": day.isoformat(), "questions": [], "correct": None, "activity": None}


def _described(sheet: QuizSheet) -> dict[str, Any]:
    questions = questions_of(sheet)
    given: list[int | None] = [*sheet.answers] if sheet.answers is not None else [None] * len(questions)
    told = [_question(question, place) for question, place in zip(questions, given, strict=True)]
    right = sum(one["given"] == one["right"] for one in told) if sheet.answers is not None else None
    return {
        "day": sheet.city_day.isoformat(),
        "questions": told,
        "correct": right,
        "activity": sheet.activity.public_id if sheet.activity else None,
    }


def _question(question: QuizQuestion, given: int | None) -> dict[str, Any]:
    is_answered = given is not None
    return {
        "name": field_of(question.pk),
        "question": str(question),
        "options": [in_reader_language(option) for option in question.options],
        "given": given,
        "right": question.right if is_answered else None,
        "explanation": in_reader_language(question.explanation) if is_answered else "",
        "source": in_reader_language(question.source) if is_answered else "",
    }
