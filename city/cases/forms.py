"""What the desk asks of a case: its words, category, place and year, and where it was published."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from city.cases import words
from city.cases.book import read
from city.sourced_forms import SOURCE, SourcedForm, choice_field, pair, words_field
from common.texts import text_of
from common.typed.fields import PlainField
from lists import forms as lists

LONGEST_SUMMARY = 600
LONGEST_NAME = 80


class CaseForm(SourcedForm):
    """The whole of a case; another edition corrects it."""

    name_zh = words_field(_("Name, in Chinese"), required=True, most=LONGEST_NAME)
    name_en = words_field(_("Name, in English"), required=True, most=LONGEST_NAME)
    category = choice_field(_("Category"), words.CATEGORIES, required=True)
    year = PlainField(
        label=_("Year, where it is known"),
        max_length=4,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        validators=[RegexValidator(r"^\d{4}\Z", _("Write a year: 2026."))],
    )
    summary_zh = words_field(_("What was done, in Chinese"), required=True, most=LONGEST_SUMMARY)
    summary_en = words_field(_("What was done, in English"), required=True, most=LONGEST_SUMMARY)

    is_example = forms.BooleanField(label=_("This is an example, no real case"), required=False)

    def layout(self) -> list[lists.Group]:
        return [
            ("", ["code", "name_zh", "name_en", "category", "district", "year", "is_example"]),
            (_("What was done there"), ["summary_zh", "summary_en"]),
            (_("Source"), SOURCE),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.check_source(given, dated=False)
        return given

    def document(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "name": text_of(given["name_zh"], given["name_en"]),
            "category": given["category"],
            "district": given["district"],
            "year": given["year"],
            "is_example": given["is_example"],
            "summary": text_of(given["summary_zh"], given["summary_en"]),
            "source": self.source(),
        }

    @classmethod
    def begun(cls, subject: str, document: Mapping[str, Any]) -> dict[str, Any]:
        source = document["source"]
        return {
            "code": subject,
            **{key: document.get(key, "") for key in ("category", "district", "year")},
            "is_example": document.get("is_example", False),
            **pair("name", document["name"]),
            **pair("summary", document["summary"]),
            **pair("title", source["title"]),
            **pair("publisher", source["publisher"]),
            "published": source.get("date", ""),
            "is_copy": source.get("is_copy", False),
        }


def of_a_case(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an edition says, line by line."""
    case = read("", document)
    return [
        (gettext("Name"), str(case)),
        (gettext("Category"), str(words.CATEGORIES[case.category])),
        (gettext("District"), case.place or "—"),
        (gettext("Year"), case.year or "—"),
        (gettext("This is an example, no real case"), gettext("yes") if case.is_example else gettext("no")),
        (gettext("What was done there"), case.summary_text),
        (gettext("Source"), f"{case.source.title_text} · {case.source.publisher_text} · {case.source.date or '—'}"),
    ]
