"""The bank of quiz questions at the desk: written in both languages, retired, and never rewritten once asked."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from channels.quiz.bank import FEWEST_OPTIONS, MOST_OPTIONS
from channels.quiz.models import QuizQuestion
from common.desk import Colours, DeskAdmin
from common.desk_trail import EventAdmin
from common.texts import in_reader_language
from common.typed.fields import WordsField

LANGUAGES = {"zh": "zh-hans", "en": "en"}
"""The languages of a question, by the ending of their fields."""
SHOWN_TEXTS = ("text_shown", "options_shown", "right_shown", "explanation_shown", "source_shown")


def _line(label: Any, *, required: bool = True) -> WordsField:
    return WordsField(label=label, max_length=200, required=required, widget=UnfoldAdminTextInputWidget)


def _lines(label: Any) -> WordsField:
    return WordsField(label=label, max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))


class QuestionForm(forms.ModelForm):
    """A question as plain inputs, one for each language."""

    text_zh = _lines(_("Question (Chinese)"))
    text_en = _lines(_("Question (English)"))
    option_1_zh = _line(_("Option 1 (Chinese)"))
    option_1_en = _line(_("Option 1 (English)"))
    option_2_zh = _line(_("Option 2 (Chinese)"))
    option_2_en = _line(_("Option 2 (English)"))
    option_3_zh = _line(_("Option 3 (Chinese)"))
    option_3_en = _line(_("Option 3 (English)"))
    option_4_zh = _line(_("Option 4 (Chinese), if there is one"), required=False)
    option_4_en = _line(_("Option 4 (English), if there is one"), required=False)
    right_option = forms.TypedChoiceField(
        label=_("Right option"),
        coerce=int,
        choices=[(place, str(place + 1)) for place in range(MOST_OPTIONS)],
        widget=UnfoldAdminSelectWidget,
    )
    explanation_zh = _lines(_("Explanation (Chinese)"))
    explanation_en = _lines(_("Explanation (English)"))
    source_zh = _line(_("Source (Chinese): title, publisher, date"))
    source_en = _line(_("Source (English): title, publisher, date"))

    class Meta:
        model = QuizQuestion
        fields = ("is_active",)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if self.instance.pk:
            self.initial = {**self.initial, **_flat(self.instance)}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(cleaned.get("option_4_zh")) != bool(cleaned.get("option_4_en")):
            self.add_error("option_4_en", _("Write the option in both languages, or in neither."))
        elif cleaned.get("right_option") == MOST_OPTIONS - 1 and not cleaned.get("option_4_zh"):
            self.add_error("right_option", _("There is no option 4."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        question = self.instance
        count = MOST_OPTIONS if self.cleaned_data["option_4_zh"] else FEWEST_OPTIONS
        question.text = self._both("text")
        question.options = [self._both(f"option_{number}") for number in range(1, count + 1)]
        question.right = self.cleaned_data["right_option"]
        question.explanation = self._both("explanation")
        question.source = self._both("source")
        return super().save(commit)

    def _both(self, name: str) -> dict[str, str]:
        return {language: self.cleaned_data[f"{name}_{ending}"] for ending, language in LANGUAGES.items()}


def _flat(question: QuizQuestion) -> dict[str, Any]:
    """What the form shows of a question."""
    numbered = {f"option_{number}": option for number, option in enumerate(question.options, start=1)}
    texts = {"text": question.text, **numbered, "explanation": question.explanation, "source": question.source}
    return {"right_option": question.right, **dict(_by_language(texts))}


def _by_language(texts: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for name, text in texts.items():
        for ending, language in LANGUAGES.items():
            yield f"{name}_{ending}", text[language]


class QuizQuestionAdmin(DeskAdmin):
    """Written and retired, never removed: a question that somebody answered stays as it was asked."""

    form = QuestionForm
    list_display = ("text_shown", "right_shown", "asked", "first_asked_at")
    list_filter = ("is_active",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **named: Any) -> Any:
        if self._is_fixed(request, obj):
            named["form"] = forms.ModelForm  # the usual one insists on texts
        return super().get_form(request, obj, change=change, **named)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if self._is_fixed(request, obj):
            return ((None, {"fields": (*SHOWN_TEXTS, "first_asked_at", "is_active")}),)
        texts = [name for name in QuestionForm.base_fields if name != "is_active"]
        return ((None, {"fields": (*texts, "is_active")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*SHOWN_TEXTS, "first_asked_at") if self._is_fixed(request, obj) else ()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def _is_fixed(self, request: HttpRequest, question: QuizQuestion | None) -> bool:
        """Whether its texts are only shown: it was asked, or whoever looks may only look."""
        if question is None:
            return False
        return question.first_asked_at is not None or not self.has_change_permission(request, question)

    @display(description=_("question"))
    def text_shown(self, question: QuizQuestion) -> str:
        return str(question)

    @display(description=_("options"))
    def options_shown(self, question: QuizQuestion) -> str:
        return " · ".join(in_reader_language(option) for option in question.options)

    @display(description=_("right option"))
    def right_shown(self, question: QuizQuestion) -> str:
        return in_reader_language(question.options[question.right])

    @display(description=_("explanation"))
    def explanation_shown(self, question: QuizQuestion) -> str:
        return in_reader_language(question.explanation)

    @display(description=_("source"))
    def source_shown(self, question: QuizQuestion) -> str:
        return in_reader_language(question.source)

    @display(description=_("status"), label=Colours({"active": "success", "retired": "info"}))
    def asked(self, question: QuizQuestion) -> tuple[str, Any]:
        return ("active", _("Is asked")) if question.is_active else ("retired", _("Retired"))


class QuizQuestionEventAdmin(EventAdmin):
    wordings = MappingProxyType(
        {
            "options": lambda options: " · ".join(in_reader_language(option) for option in options),
            "right": lambda place: str(place + 1),
        }
    )


admin.site.register(QuizQuestion, QuizQuestionAdmin)
admin.site.register(apps.get_model("quiz.QuizQuestionEvent"), QuizQuestionEventAdmin)
