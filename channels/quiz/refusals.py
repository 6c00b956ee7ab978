"""Why answers to the quiz are not taken, in words that help."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class QuizDayIsOver(DomainError):
    code = "quiz_day_is_over"
    message = _("That day’s quiz is over. Here are today’s questions.")
    status = HTTPStatus.CONFLICT


class QuizAnsweredBefore(DomainError):
    code = "quiz_answered_before"
    message = _("You have answered today’s quiz already; the first answers count.")
    status = HTTPStatus.CONFLICT


class NoQuizToday(DomainError):
    code = "no_quiz_today"
    message = _("There is no quiz today.")
    status = HTTPStatus.CONFLICT
