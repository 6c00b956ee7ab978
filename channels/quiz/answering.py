"""Answering a day's quiz: once, all questions together, as one act that earns by the right answers."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from activities import intake
from activities.gate.drafts import Draft
from activities.models import Activity
from channels.quiz.models import QuizQuestion, QuizSheet
from channels.quiz.refusals import QuizAnsweredBefore, QuizDayIsOver
from channels.quiz.way_in import WAY_IN
from common.city_time import city_day, day_span
from common.successors import formers_of
from methodologies.base import Span
from scenarios.rules import Evidence

SCENARIO = "quiz"


def answer(*, citizen: User, day: date, chosen: Sequence[int], now: datetime) -> QuizSheet:
    """Keeps the places of the options chosen, in the sheet's order, and records the act.

    Raises `QuizDayIsOver`, `QuizAnsweredBefore`, or what the gate refuses the act for; then nothing is kept.
    """
    if day != city_day(now):
        raise QuizDayIsOver
    with transaction.atomic():
        sheet = QuizSheet.objects.select_for_update().get(citizen=citizen, city_day=day)
        if sheet.answered_at is not None or _answered_elsewhere(citizen, day):
            raise QuizAnsweredBefore
        right = [question.right for question in questions_of(sheet)]
        correct = sum(place == given for place, given in zip(right, chosen, strict=True))
        sheet.activity = _record(citizen, day, correct, now)
        sheet.answers, sheet.answered_at = list(chosen), now
        sheet.save(update_fields=["activity", "answers", "answered_at"])
    return sheet


def questions_of(sheet: QuizSheet) -> list[QuizQuestion]:
    """The sheet's questions in its order, retired ones too."""
    questions = QuizQuestion.objects.in_bulk(sheet.question_ids)
    return [questions[question_id] for question_id in sheet.question_ids]


def _answered_elsewhere(citizen: User, day: date) -> bool:
    """By an account that was merged into this one."""
    return QuizSheet.objects.answered().filter(citizen__in=formers_of(citizen.pk), city_day=day).exists()


def _record(citizen: User, day: date, correct: int, now: datetime) -> Activity:
    """The portal asked and marked, so the act is as good as a provider's."""
    act = Draft(SCENARIO, Span.DAY, *day_span(day), {"correct": correct}, client_id=f"quiz:{day}")
    [outcome] = intake.record(citizen=citizen, drafts=[act], channel=WAY_IN, evidence=Evidence.PROVIDER, now=now)
    match outcome:
        case intake.Refused(error):
            raise error
        case intake.Recorded(activity) | intake.Repeated(activity):
            return activity
