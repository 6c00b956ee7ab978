"""What the desk asks of a notice: its words, who issued it and when, its source, and from when on it shows."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from city.news import attachments, book, words
from city.news.attachments import Attachment
from city.sourced_forms import SOURCE, SourcedForm, choice_field, pair, words_field
from common.attached import Clean, FilesField
from common.desk_days import day_input
from common.errors import DomainError
from common.texts import in_all_languages, text_of
from common.typed.fields import DayField, PlainField, WordsField
from lists import forms as lists
from lists.kinds import Line

LONGEST_TITLE, LONGEST_TEXT = 120, 4000
MOST_ATTACHED = 5
A_TIME = RegexValidator(
    r"^\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?\Z", _("Write a year, a month or a day: 2026, 2026-08 or 2026-08-31.")
)
DATES = ("published_on", "in_force", "repealed")


def _text(label: Any, *, required: bool) -> WordsField:
    return WordsField(
        label=label, max_length=LONGEST_TEXT, required=required, widget=UnfoldAdminTextareaWidget(attrs={"rows": 8})
    )


def _time(label: Any, *, required: bool = False) -> PlainField:
    return PlainField(
        label=label, max_length=10, required=required, widget=UnfoldAdminTextInputWidget, validators=[A_TIME]
    )


class NoticeForm(SourcedForm):
    """The whole of a notice; another edition corrects it, and readers see that it was corrected."""

    district = None  # type: ignore[assignment]  # Django's way to leave out a field of the base
    kind = choice_field(_("Kind"), words.KINDS, required=True)
    heading_zh = words_field(_("Title, in Chinese"), required=True, most=LONGEST_TITLE)
    heading_en = words_field(_("Title, in English"), most=LONGEST_TITLE)
    issuer_zh = words_field(_("Issued by, in Chinese"), required=True)
    issuer_en = words_field(_("Issued by, in English"))
    number = words_field(_("Number of the document"), most=60)
    published_on = _time(_("Published: a year, a month or a day"), required=True)
    in_force = _time(_("In force since"))
    repealed = _time(_("Repealed since"))
    text_zh = _text(_("Text, in Chinese"), required=True)
    text_en = _text(_("Text, in English, where there is one"), required=False)
    kept = forms.MultipleChoiceField(
        label=_("Attachments that stay"), required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    added = FilesField(label=_("Further attachments, named as their files are"), required=False)
    shown_from = DayField(
        label=_("Shows from this day on; at once where it is empty"), required=False, widget=day_input()
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.before = attachments.read(self.initial.get("before", {}))
        kept = self.fields["kept"] if self.before else self.fields.pop("kept")
        assert isinstance(kept, forms.MultipleChoiceField)
        kept.choices = [(one.sha256, _in_words(one)) for one in self.before]
        self.fields["added"].help_text = gettext(
            "PDF, JPEG or PNG: up to %(most)s files, %(megabytes)s MB together."
        ) % {"most": MOST_ATTACHED, "megabytes": settings.IMPORT_MAX_BYTES // 1024**2}

    def layout(self) -> list[lists.Group]:
        return [
            ("", ["code", "kind", "heading_zh", "heading_en"]),
            (_("Number and dates"), ["issuer_zh", "issuer_en", "number", *DATES]),
            (_("Text"), ["text_zh", "text_en"]),
            (_("Attachments"), [*(["kept"] if self.before else []), "added"]),
            (_("Source"), SOURCE),
            (_("Publication"), ["shown_from"]),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.check_source(given, dated=False)
        if given.get("in_force") and given.get("repealed", "") and given["repealed"] < given["in_force"]:
            self.add_error("repealed", gettext("It cannot be repealed before it is in force."))
        if len(given.get("kept", [])) + len(given.get("added", [])) > MOST_ATTACHED:
            self.add_error("added", gettext("At most %(most)s files.") % {"most": MOST_ATTACHED})
        return given

    def clean_added(self) -> list[Clean]:
        try:
            return attachments.clean(self.cleaned_data["added"])
        except DomainError as refused:
            raise ValidationError(refused.sentence) from refused

    def document(self) -> dict[str, Any]:
        """As editions keep it; what is attached is kept with it."""
        given = self.cleaned_data
        shown_from = given["shown_from"]
        return {
            "kind": given["kind"],
            "title": text_of(given["heading_zh"], given["heading_en"]),
            "text": text_of(_tidy(given["text_zh"]), _tidy(given["text_en"])),
            "issuer": text_of(given["issuer_zh"], given["issuer_en"]),
            "number": given["number"],
            "published": given["published_on"],
            "in_force": given["in_force"],
            "repealed": given["repealed"],
            "source": self.source(),
            "attachments": self._attached(),
            "shown_from": shown_from.isoformat() if shown_from else "",
        }

    def _attached(self) -> list[dict[str, Any]]:
        given = self.cleaned_data
        kept = [attachments.said(one) for one in self.before if one.sha256 in given.get("kept", [])]
        return [*kept, *map(attachments.keep, given["added"])]

    @classmethod
    def begun(cls, subject: str, document: Mapping[str, Any]) -> dict[str, Any]:
        source = document["source"]
        return {
            "code": subject,
            **{key: document[key] for key in ("kind", "number", "in_force", "repealed")},
            "published_on": document["published"],
            **pair("heading", document["title"]),
            **pair("text", document["text"]),
            **pair("issuer", document["issuer"]),
            **pair("title", source["title"]),
            **pair("publisher", source["publisher"]),
            "published": source.get("date", ""),
            "is_copy": source.get("is_copy", False),
            "before": document,
            "kept": [one.sha256 for one in attachments.read(document)],
        }


def of_a_notice(document: Mapping[str, Any]) -> list[Line]:
    """What an edition says, line by line, in both languages."""
    said = book.of_document("", document, number=0, confirmed_at=timezone.now())
    return [
        (gettext("Kind"), str(words.KINDS[said.kind])),
        (gettext("Title"), " / ".join(in_all_languages(said.title))),
        (gettext("Issued by"), " / ".join(in_all_languages(said.issuer))),
        (gettext("Number of the document"), said.number or "—"),
        (gettext("When it was published"), said.published),
        (gettext("In force since"), said.in_force or "—"),
        (gettext("Repealed since"), said.repealed or "—"),
        (gettext("Text"), "\n".join(in_all_languages(said.text))),
        *(
            (gettext("Attachment"), f"{_in_words(one)} {reverse('city:news_file', args=[one.sha256])}")
            for one in said.attachments
        ),
        (gettext("Source"), f"{said.source.title_text} · {said.source.publisher_text} · {said.source.date or '—'}"),
        (gettext("Shows from this day on; at once where it is empty"), said.shown_from or "—"),
    ]


def _in_words(one: Attachment) -> str:
    return f"{one.name} ({one.kind_shown}, {filesizeformat(one.size_bytes)})"


def _tidy(text: str) -> str:
    """Paragraphs with one empty line between them, however they were typed."""
    return book.BETWEEN_PARAGRAPHS.join(filter(None, map(str.strip, text.splitlines())))
