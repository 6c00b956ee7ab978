"""What the desk asks of words to choose from: in both languages, in which order, and whether they are offered."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from common.texts import in_reader_language
from common.typed.desk import desk_number
from common.typed.fields import WholeField, WordsField
from common.wordings import Wordings
from lists.forms import Group, ListForm
from lists.kinds import Kind, Line

MOST, FURTHER = 20, 3
"""Entries in all, and empty places for new ones."""
LONGEST_CODE = 16
"""As rows that keep one have room for."""
PARTS = ("code", "zh", "en", "place", "offered")


def _text(label: Any) -> WordsField:
    return WordsField(label=label, max_length=200, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}))


def _entry(number: int, longest_code: int) -> dict[str, forms.Field]:
    return {
        f"code_{number}": forms.SlugField(
            label=_("code"), max_length=longest_code, required=False, widget=UnfoldAdminTextInputWidget
        ),
        f"zh_{number}": _text(_("Words, in Chinese")),
        f"en_{number}": _text(_("Words, in English")),
        f"place_{number}": WholeField(
            label=_("Place in the order"), min_value=1, max_value=MOST, required=False, widget=desk_number()
        ),
        f"offered_{number}": forms.BooleanField(label=_("Is offered"), required=False, widget=UnfoldBooleanWidget),
    }


class WordingForm(ListForm):
    """Every entry that is there, and room for more; a code that is there keeps its place in the form."""

    longest_code = LONGEST_CODE

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        there = sum(name.startswith("code_") for name in self.initial)
        self.numbers = range(1, min(there + FURTHER, MOST) + 1)
        self.fields.update(
            {name: field for number in self.numbers for name, field in _entry(number, self.longest_code).items()}
        )
        for number in self.numbers:
            if self.initial.get(f"code_{number}"):
                self.fields[f"code_{number}"].disabled = True

    def layout(self) -> list[Group]:
        return [(self._heading(number), [f"{part}_{number}" for part in PARTS]) for number in self.numbers]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in self.numbers:
            entry = [given.get(f"{part}_{number}") for part in ("code", "zh", "en")]
            if any(entry) and not all(entry) and not any(f"{part}_{number}" in self.errors for part in PARTS):
                self.add_error(f"zh_{number}", gettext("An entry needs a code, and words in both languages."))
        codes = [given[f"code_{number}"] for number in self._filled()]
        for number in self._filled():
            if codes.count(given[f"code_{number}"]) > 1:
                self.add_error(f"code_{number}", gettext("This code stands here twice."))
        if not self.errors and not any(given[f"offered_{number}"] for number in self._filled()):
            self.add_error("offered_1", gettext("At least one must be offered."))
        return given

    def document(self) -> dict[str, Any]:
        filled = sorted(self._filled(), key=lambda number: (self.cleaned_data[f"place_{number}"] or MOST, number))
        return {"entries": [self._as_entry(number) for number in filled]}

    @classmethod
    def begun(cls, subject: str, document: Mapping[str, Any]) -> dict[str, Any]:
        return dict(_flat(document["entries"]))

    def _heading(self, number: int) -> str | Promise:
        code = self.initial.get(f"code_{number}")
        return code or format_lazy(_("Another one ({number})"), number=number)

    def _filled(self) -> list[int]:
        return [number for number in self.numbers if self.cleaned_data.get(f"code_{number}")]

    def _as_entry(self, number: int) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "code": given[f"code_{number}"],
            "text": {"zh-hans": given[f"zh_{number}"], "en": given[f"en_{number}"]},
            "is_offered": given[f"offered_{number}"],
        }


def _flat(entries: list[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    for number, entry in enumerate(entries, start=1):
        yield f"code_{number}", entry["code"]
        yield f"zh_{number}", entry["text"]["zh-hans"]
        yield f"en_{number}", entry["text"]["en"]
        yield f"place_{number}", number
        yield f"offered_{number}", entry["is_offered"]


def lines(document: Mapping[str, Any]) -> list[Line]:
    """Each code with its words, and whether it is offered."""
    return [(entry["code"], _told(entry)) for entry in document["entries"]]


def _told(entry: Mapping[str, Any]) -> str:
    words = in_reader_language(entry["text"])
    return words if entry["is_offered"] else gettext("Not offered: %(words)s") % {"words": words}


class LongCodeForm(WordingForm):
    """Of rows that have more room for a code."""

    longest_code = 24


def kind_of(wordings: Wordings, name: str | Promise, form: type[WordingForm] = WordingForm) -> Kind:
    """The list of these words."""
    about = _(
        "Whoever decides chooses from these words, and the citizen reads them; "
        "what was decided before keeps the words of its time. "
        "Codes stay; words, their order and which are offered change."
    )
    return Kind(wordings.code, name, form, lines, begun=wordings.document, about=about)
