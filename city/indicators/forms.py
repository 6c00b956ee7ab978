"""What the desk asks of an edition of a series: its words, which of the figures stay, and one more with its source."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from city.indicators import words
from city.indicators.series import TIME, Figure, FigureKind, Indicator, read
from city.sourced_forms import SOURCE, SourcedForm, choice_field, pair, words_field
from common.city_time import city_day
from common.texts import in_reader_language, text_of
from common.typed.desk import desk_number
from common.typed.fields import NumberField, PlainField
from lists import forms as lists

LONGEST_DEFINITION = 600
LONGEST_NAME = 80
MOST_DIGITS, MOST_PLACES = 15, 2
TIMES = _("Write a year, a month or a span: 2026, 2026-08, 2021/2025.")


class IndicatorForm(SourcedForm):
    """The figures that are there are kept or left out, never edited: what a source says is what it says."""

    name_zh = words_field(_("Name, in Chinese"), required=True, most=LONGEST_NAME)
    name_en = words_field(_("Name, in English"), required=True, most=LONGEST_NAME)
    group = choice_field(_("Group"), words.GROUPS, required=True)
    unit_zh = words_field(_("Unit, in Chinese"), most=40)
    unit_en = words_field(_("Unit, in English"), most=40)
    direction = choice_field(_("Which way is good"), words.DIRECTIONS, required=True)
    definition_zh = words_field(_("What is counted, in Chinese"), required=True, most=LONGEST_DEFINITION)
    definition_en = words_field(_("What is counted, in English"), required=True, most=LONGEST_DEFINITION)
    kept = forms.MultipleChoiceField(
        label=_("Figures that stay"), required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    when = PlainField(
        label=_("When: 2026, 2026-08, or 2021/2025"),
        max_length=9,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        validators=[RegexValidator(rf"^(?:{TIME.pattern})\Z", TIMES)],
    )
    kind = choice_field(_("What it is"), words.KINDS)
    bound = choice_field(_("How exactly"), words.BOUNDS)
    number = NumberField(
        label=_("Figure"), decimal_places=MOST_PLACES, max_digits=MOST_DIGITS, required=False, widget=desk_number()
    )
    text_zh = words_field(_("In words where there is no number, in Chinese"))
    text_en = words_field(_("In words where there is no number, in English"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.before: Mapping[str, Any] = self.initial.get("before", {"figures": []})
        kept = self.fields["kept"]
        assert isinstance(kept, forms.MultipleChoiceField)
        kept.choices = [(_digest(figure), _line(self.before, figure)) for figure in self.before["figures"]]

    def layout(self) -> list[lists.Group]:
        return [
            ("", ["code", "name_zh", "name_en", "group", "district", "unit_zh", "unit_en", "direction"]),
            (_("What the series counts"), ["definition_zh", "definition_en"]),
            (_("Figures"), ["kept"]),
            (_("One more figure"), ["when", "kind", "bound", "number", "text_zh", "text_en", *SOURCE]),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("when"):
            self._check_figure(given)
        elif not given.get("kept") and not self.errors:
            self.add_error("when", gettext("A series needs a figure."))
        return given

    def document(self) -> dict[str, Any]:
        given = self.cleaned_data
        figures = [figure for figure in self.before["figures"] if _digest(figure) in given["kept"]]
        if given["when"]:
            figures.append(self._figure(given))
        return {
            "name": text_of(given["name_zh"], given["name_en"]),
            "group": given["group"],
            "district": given["district"],
            "unit": {"zh-hans": given["unit_zh"], "en": given["unit_en"]},
            "direction": given["direction"],
            "definition": text_of(given["definition_zh"], given["definition_en"]),
            "figures": figures,
        }

    @classmethod
    def begun(cls, subject: str, document: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "code": subject,
            "group": document["group"],
            "district": document.get("district", ""),
            "direction": document["direction"],
            **pair("name", document["name"]),
            **pair("unit", document["unit"]),
            **pair("definition", document["definition"]),
            "before": document,
            "kept": [_digest(figure) for figure in document["figures"]],
        }

    def _check_figure(self, given: Mapping[str, Any]) -> None:
        is_number, is_text = given.get("number") is not None, bool(given.get("text_zh"))
        if is_number == is_text and not {"number", "text_zh"} & self.errors.keys():
            self.add_error("number", gettext("Give a number, or words where there is none."))
        if not given.get("kind"):
            self.add_error("kind", gettext("Say what kind of figure it is."))
        elif given["kind"] != FigureKind.TARGET and given["when"][:4] > str(city_day(timezone.now()).year):
            self.add_error("when", gettext("This is still to come: only a target can lie there."))
        self.check_source(given)

    def _figure(self, given: Mapping[str, Any]) -> dict[str, Any]:
        figure = {"when": given["when"], "kind": given["kind"]}
        if given["number"] is not None:
            figure["number"] = f"{given['number'].normalize():f}"
            if given["bound"]:
                figure["bound"] = given["bound"]
        else:
            figure["text"] = text_of(given["text_zh"], given["text_en"])
        return {**figure, "source": self.source()}


def of_a_series(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an edition says, line by line."""
    known = read("", document)
    said = [
        (gettext("Name"), str(known)),
        (gettext("Group"), str(words.GROUPS[known.group])),
        (gettext("What the series counts"), in_reader_language(known.definition)),
        (gettext("Which way is good"), str(words.DIRECTIONS[known.direction])),
    ]
    return [*said, *(_told(known, figure) for figure in known.figures)]


def _told(known: Indicator, figure: Figure) -> tuple[str, str]:
    facts = {
        "value": words.value_in_words(known, figure),
        "kind": words.KINDS[figure.kind],
        "source": in_reader_language(figure.source.title),
        "date": figure.source.date or "—",
    }
    return words.when_in_words(figure.when), gettext("%(value)s (%(kind)s); %(source)s, %(date)s") % facts


def _line(document: Mapping[str, Any], figure: Mapping[str, Any]) -> str:
    """One figure of a document."""
    known = read("", {**document, "figures": [figure]})
    when, told = _told(known, known.figures[0])
    return f"{when} · {told}"


def _digest(figure: Mapping[str, Any]) -> str:
    """By which a page says which figure stays, whatever came before or behind it meanwhile."""
    said = sorted((key, str(value)) for key, value in figure.items())
    return sha256(repr(said).encode()).hexdigest()[:16]
