"""The quiz of a day is opened and answered."""

from datetime import datetime

from accounts.models import User
from channels.quiz import answering, drawing
from common.city_time import city_day


def answer(*, citizen: User, right: int, now: datetime) -> bool:
    """Answers so many of the day's questions right, and the others wrong; whether there was a quiz."""
    sheet = drawing.sheet_for(citizen=citizen, now=now)
    if sheet is None:
        return False
    questions = answering.questions_of(sheet)
    chosen = [
        question.right if place < right else 1 - min(question.right, 1) for place, question in enumerate(questions)
    ]
    answering.answer(citizen=citizen, day=city_day(now), chosen=chosen, now=now)
    return True
