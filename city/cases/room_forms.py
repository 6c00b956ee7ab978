"""What an organisation says of its case, and that it may be published."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from city.cases import words
from common.pictures.forms import photo_field
from common.typed.fields import PlainField, WordsField
from common.typed.pairs import WordsForm, english_field, words_field, written
from common.typed.persons import has_personal_number

LONGEST_NAME, LONGEST_SUMMARY, LONGEST_PROOF = 80, 600, 200
NOTHING = [("", "—")]


class SubmissionForm(WordsForm):
    """Nothing in it may name a person by number: everybody reads it."""

    name = words_field(_("Name of the case"), LONGEST_NAME, _("Say what the case is called."))
    name_en = english_field(_("Name in English (optional)"), LONGEST_NAME)
    category = forms.ChoiceField(label=_("Category"), choices=[*words.CATEGORIES.items()])
    district = forms.ChoiceField(
        label=_("District, where it is of one"), choices=NOTHING + list(District.choices), required=False
    )
    year = PlainField(
        label=_("Since which year?"), max_length=4, validators=[RegexValidator(r"^20\d{2}\Z", _("Write a year: 2026."))]
    )
    summary = WordsField(
        label=_("What was done, and what came of it?"),
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what was done.")},
    )
    summary_en = WordsField(
        label=_("The same in English (optional)"),
        max_length=LONGEST_SUMMARY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "en"}),
    )
    proof = words_field(
        _("What proves it?"),
        LONGEST_PROOF,
        _("Name a document, an award or a report that shows it."),
        help_text=_("A document with its date, an award or a report: everybody reads it as the source"),
    )
    photo = photo_field(_("Photo (optional)"), required=False, help_text=_("Without persons who can be recognised"))
    consent = forms.BooleanField(
        label=_("We agree that this case, its photo and our name are published; the photo is ours"),
        error_messages={"required": _("It can only be published if you agree.")},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("name", "name_en", "summary", "summary_en", "proof"):
            if has_personal_number(given.get(name) or ""):
                self.add_error(name, gettext("Everybody reads this. Leave out identity card and phone numbers."))
        return given

    def document(self) -> dict[str, Any]:
        """As submissions keep it; call it on a valid form."""
        given = self.cleaned_data
        said = {key: given[key] for key in ("category", "district", "year", "proof")}
        return {"name": self.pair("name"), "summary": self.pair("summary"), **said}

    @staticmethod
    def of(document: Mapping[str, Any]) -> dict[str, Any]:
        """One that was sent back, to be corrected."""
        said = {key: document[key] for key in ("category", "district", "year", "proof")}
        return {**written(name=document["name"], summary=document["summary"]), **said}
