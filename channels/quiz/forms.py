"""The day's questions as a form: one choice a question, none made beforehand."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from channels.quiz.models import QuizQuestion, QuizSheet
from common.texts import in_reader_language
from common.typed.fields import DayField


class QuizForm(forms.Form):
    """Knows the day for which it was shown, so that answers given after midnight meet no other questions."""

    day = DayField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, sheet: QuizSheet, questions: Sequence[QuizQuestion], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["day"].initial = sheet.city_day
        self.sheet = sheet
        for number, question in enumerate(questions, start=1):
            self.fields[field_of(question.pk)] = _choice(number, question)

    def questions(self) -> list[forms.BoundField]:
        return [self[field_of(question_id)] for question_id in self.sheet.question_ids]

    def chosen(self) -> list[int]:
        """The places of the options chosen, in the sheet's order."""
        return [int(self.cleaned_data[field_of(question_id)]) for question_id in self.sheet.question_ids]


def field_of(question_id: int) -> str:
    return f"question_{question_id}"


def _choice(number: int, question: QuizQuestion) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"{number}. {question}",
        choices=[(str(place), in_reader_language(option)) for place, option in enumerate(question.options)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose an answer.")},
    )
