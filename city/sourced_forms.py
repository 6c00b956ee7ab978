"""What the desk's forms of the city's lists have in common: a code, words in two languages, and a source."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.districts import District
from common.texts import text_of
from common.typed.fields import PlainField, WordsField
from lists import forms as lists

NOTHING = [("", "—")]
SLUG = _("Lower-case letters and hyphens, such as good-air.")
SOURCE = ["title_zh", "title_en", "publisher_zh", "publisher_en", "published", "is_copy"]
NO_SOURCE = _("Say where it was published: without a source nobody can check it.")


def words_field(label: Any, *, required: bool = False, most: int = 200) -> WordsField:
    return WordsField(label=label, max_length=most, required=required, widget=UnfoldAdminTextInputWidget)


def choice_field(label: Any, said: Mapping[str, Any], *, required: bool = False) -> forms.ChoiceField:
    choices = NOTHING + [(str(code), words) for code, words in said.items()]
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=UnfoldAdminSelectWidget)


class SourcedForm(lists.ListForm):
    """A code, a district where it is of one, and the source."""

    code = PlainField(
        label=pgettext_lazy("of an entry", "Code"),
        max_length=40,
        widget=UnfoldAdminTextInputWidget,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", SLUG)],
    )
    district = forms.ChoiceField(
        label=_("District, where it is of one"),
        choices=lambda: NOTHING + list(District.choices),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    title_zh = words_field(_("Title of the source, in Chinese"))
    title_en = words_field(_("Title of the source, in English"))
    publisher_zh = words_field(_("Publisher, in Chinese"))
    publisher_en = words_field(_("Publisher, in English"))
    published = PlainField(
        label=_("Date of the source: a year or a day"),
        max_length=10,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        validators=[RegexValidator(r"^\d{4}(-\d{2}-\d{2})?\Z", _("Write a year or a day: 2026 or 2026-08-31."))],
    )
    is_copy = forms.BooleanField(label=_("Only a reprint was seen"), required=False)

    def of_what(self) -> str:
        return str(self.cleaned_data["code"])

    def check_source(self, given: Mapping[str, Any], *, dated: bool = True) -> None:
        """Adds what is missing of it."""
        for name in ("title_zh", "publisher_zh", *(["published"] if dated else [])):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, NO_SOURCE)

    def source(self) -> dict[str, Any]:
        """As documents hold it. Call it on a valid form."""
        given = self.cleaned_data
        return {
            "title": text_of(given["title_zh"], given["title_en"]),
            "publisher": text_of(given["publisher_zh"], given["publisher_en"]),
            "date": given["published"],
            "is_copy": given["is_copy"],
        }


def pair(name: str, text: Mapping[str, str]) -> dict[str, str]:
    """What a form shows of words in two languages."""
    return {f"{name}_zh": text["zh-hans"], f"{name}_en": text.get("en", "")}
