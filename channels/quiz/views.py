"""The page of the daily quiz: its questions until they are answered, then what was right and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import citizen_of
from activities.telling.methods import counting_of
from channels.quiz.answering import SCENARIO, answer, questions_of
from channels.quiz.drawing import sheet_for
from channels.quiz.forms import QuizForm
from channels.quiz.models import QuizQuestion, QuizSheet
from channels.quiz.refusals import QuizAnsweredBefore, QuizDayIsOver
from common.access import citizens
from common.city_time import city_day
from common.errors import DomainError
from common.texts import in_reader_language
from scenarios import rulebook
from scenarios.models import Scenario


@dataclass(frozen=True, slots=True)
class Marked:
    """An answered question, in the reader's language."""

    question: str
    given: str
    right: str
    is_right: bool
    explanation: str
    source: str


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest) -> HttpResponse:
    """Today's quiz of the citizen."""
    now = timezone.now()
    scenario = get_object_or_404(Scenario, code=SCENARIO)
    book = rulebook.current()
    in_force = book.rule_on(scenario.pk, city_day(now))
    if in_force is None:
        return render(request, "form/report.html", {"scenario": scenario})
    context: dict[str, object] = {"scenario": scenario, "counting": counting_of(book, scenario, *in_force)}
    sheet = sheet_for(citizen=citizen_of(request), now=now)
    if sheet is None:
        return render(request, "quiz/quiz.html", context)
    if request.method == "POST":
        return _answered(request, sheet, context, now)
    return _shown(request, sheet, context)


def _answered(request: HttpRequest, sheet: QuizSheet, context: dict[str, object], now: datetime) -> HttpResponse:
    """Takes the answers; a form that is not whole comes back with what was chosen."""
    form = QuizForm(request.POST, sheet=sheet, questions=questions_of(sheet))
    if _is_of_another_day(form):
        return _shown(request, sheet, {**context, "notice": QuizDayIsOver().sentence})
    if not form.is_valid():
        return render(request, "quiz/quiz.html", {**context, "form": form})
    try:
        answer(citizen=citizen_of(request), day=sheet.city_day, chosen=form.chosen(), now=now)
    except QuizAnsweredBefore as error:
        return _shown(request, sheet, {**context, "notice": error.sentence})
    except DomainError as error:
        form.add_error(None, error.sentence)
        return render(request, "quiz/quiz.html", {**context, "form": form})
    return redirect("quiz:quiz")


def _is_of_another_day(form: QuizForm) -> bool:
    """Whether the questions were shown before midnight and are answered after it."""
    form.full_clean()
    return "day" in form.cleaned_data and form.cleaned_data["day"] != form.sheet.city_day


def _shown(request: HttpRequest, sheet: QuizSheet, context: dict[str, object]) -> HttpResponse:
    questions = questions_of(sheet)
    if sheet.answers is None:
        context["form"] = QuizForm(sheet=sheet, questions=questions)
    else:
        marked = _marked(questions, sheet.answers)
        correct = sum(one.is_right for one in marked)
        context |= {
            "marked": marked,
            "activity": sheet.activity,
            "correct": correct,
            "is_mostly_right": 2 * correct > len(marked),
        }
    return render(request, "quiz/quiz.html", context)


def _marked(questions: Sequence[QuizQuestion], answers: Sequence[int]) -> list[Marked]:
    return [
        Marked(
            question=str(question),
            given=in_reader_language(question.options[given]),
            right=in_reader_language(question.options[question.right]),
            is_right=given == question.right,
            explanation=in_reader_language(question.explanation),
            source=in_reader_language(question.source),
        )
        for question, given in zip(questions, answers, strict=True)
    ]
