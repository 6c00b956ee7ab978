"""Which questions a citizen is asked on a day: drawn when the quiz is first opened, then kept for the day."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from hashlib import blake2b

from django.db import transaction

from accounts.models import User
from channels.quiz.models import QuizQuestion, QuizSheet
from common.city_time import city_day

QUESTIONS_A_DAY = 3
NOT_AGAIN_FOR = timedelta(weeks=4)
"""How long a question that a citizen has answered waits, as long as there are enough others."""


def sheet_for(*, citizen: User, now: datetime) -> QuizSheet | None:
    """The citizen's sheet of today; `None` when there are too few active questions to draw one."""
    day = city_day(now)
    sheet = QuizSheet.objects.of(citizen.pk).filter(city_day=day).first()
    if sheet is not None:
        return sheet
    drawn = draw(citizen.pk, day, _active_ids(), _last_answered(citizen.pk, day))
    if len(drawn) < QUESTIONS_A_DAY:
        return None
    with transaction.atomic():
        # Whoever opens the page twice at once gets the sheet that was written first.
        sheet, is_new = QuizSheet.objects.get_or_create(citizen=citizen, city_day=day, defaults={"question_ids": drawn})
        if is_new:
            QuizQuestion.objects.never_asked().filter(pk__in=drawn).update(first_asked_at=now)
    return sheet


def draw(citizen_id: int, day: date, active_ids: Collection[int], last_answered: Mapping[int, date]) -> list[int]:
    """The day's questions: first those not answered lately, then those answered longest ago; by lot among equals."""

    def lot(question_id: int) -> tuple[date, bytes]:
        ticket = f"{citizen_id}\n{day}\n{question_id}".encode()
        return last_answered.get(question_id, date.min), blake2b(ticket, digest_size=16).digest()

    return sorted(active_ids, key=lot)[:QUESTIONS_A_DAY]


def _active_ids() -> list[int]:
    return list(QuizQuestion.objects.active().values_list("pk", flat=True))


def _last_answered(citizen_id: int, day: date) -> dict[int, date]:
    """On which day the citizen last answered each question, as far back as it matters."""
    lately = QuizSheet.objects.of(citizen_id).answered().filter(city_day__gte=day - NOT_AGAIN_FOR, city_day__lt=day)
    sheets = lately.order_by("city_day").values_list("city_day", "question_ids")
    return {question_id: answered_on for answered_on, question_ids in sheets for question_id in question_ids}
