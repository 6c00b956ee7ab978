"""What the desk asks of a part of the report: its words section by section, what each shows, and its sources."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from city.report import source_lines
from city.report.freezing import as_line, frozen
from city.report.parts import NAMES, subject
from city.report.reading import sections
from city.sourced_forms import choice_field, pair, words_field
from common.errors import DomainError
from common.texts import text_of
from common.typed.desk import desk_number
from common.typed.fields import PlainField, WholeField, WordsField
from lists import forms as lists
from lists.kinds import Line

MOST_SECTIONS, FURTHER = 12, 2
"""Sections of a part, and empty places for new ones."""
LONGEST_LEAD, LONGEST_TEXT, LONGEST_LINES = 600, 4000, 2000
FIELDS = ("heading_zh", "heading_en", "text_zh", "text_en", "shown", "sources", "place")


def _text(label: Any, *, most: int, rows: int, **named: Any) -> WordsField:
    widget = UnfoldAdminTextareaWidget(attrs={"rows": rows})
    return WordsField(label=label, max_length=most, required=False, widget=widget, **named)


def _section(number: int) -> dict[str, forms.Field]:
    fields = {
        "heading_zh": words_field(_("Heading, in Chinese"), most=80),
        "heading_en": words_field(_("Heading, in English"), most=120),
        "text_zh": _text(_("Text, in Chinese"), most=LONGEST_TEXT, rows=8),
        "text_en": _text(_("Text, in English, where there is one"), most=LONGEST_TEXT, rows=6),
        "shown": _text(
            _("Shown below the text, one a line"),
            most=LONGEST_LINES,
            rows=3,
            help_text=_("“indicator nev”, “case universiade”, “project” with its number, or “year 2026”"),
        ),
        "sources": _text(
            _("Sources, one a line"),
            most=LONGEST_LINES,
            rows=3,
            help_text=_("title | title in English | publisher | publisher in English | date | reprint"),
        ),
        "place": WholeField(
            label=_("Place in the order"),
            min_value=1,
            max_value=MOST_SECTIONS,
            required=False,
            widget=desk_number(),
        ),
    }
    return {f"{name}_{number}": field for name, field in fields.items()}


class PartForm(lists.ListForm):
    """The whole of a part; a section without a Chinese heading is left out."""

    year = PlainField(
        label=_("Year of the report"),
        max_length=4,
        widget=UnfoldAdminTextInputWidget,
        validators=[RegexValidator(r"^20\d{2}\Z", _("Write a year: 2026."))],
    )
    part = choice_field(pgettext_lazy("part of the report", "Part"), NAMES, required=True)
    is_official = forms.BooleanField(
        label=_("This is the official text, not compiled by this portal"), required=False, widget=UnfoldBooleanWidget
    )
    lead_zh = _text(_("What the part says in short, in Chinese"), most=LONGEST_LEAD, rows=3)
    lead_en = _text(_("What the part says in short, in English"), most=LONGEST_LEAD, rows=3)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.before: Mapping[str, Any] = self.initial.get("before", {"sections": []})
        self.numbers = range(1, min(len(self.before["sections"]) + FURTHER, MOST_SECTIONS) + 1)
        for number in self.numbers:
            self.fields.update(_section(number))
        self.fields["lead_zh"].required = True

    def layout(self) -> list[lists.Group]:
        first: lists.Group = ("", ["year", "part", "is_official", "lead_zh", "lead_en"])
        return [first, *((_heading(number), [f"{name}_{number}" for name in FIELDS]) for number in self.numbers)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in self.numbers:
            if given.get(f"heading_zh_{number}"):
                self._read_section(number)
            elif given.get(f"text_zh_{number}"):
                self.add_error(f"heading_zh_{number}", gettext("A section needs a heading."))
        if not self.errors and not self._filled():
            self.add_error("heading_zh_1", gettext("A part needs a section."))
        return given

    def of_what(self) -> str:
        return subject(int(self.cleaned_data["year"]), self.cleaned_data["part"])

    def document(self) -> dict[str, Any]:
        given = self.cleaned_data
        ordered = sorted(self._filled(), key=lambda number: (given[f"place_{number}"] or MOST_SECTIONS, number))
        return {
            "year": int(given["year"]),
            "part": given["part"],
            "is_official": given["is_official"],
            "lead": text_of(given["lead_zh"], given["lead_en"]),
            "sections": [self._as_section(number) for number in ordered],
        }

    @classmethod
    def begun(cls, subject: str, document: Mapping[str, Any]) -> dict[str, Any]:
        begun = {
            "year": str(document["year"]),
            "part": document["part"],
            "is_official": document["is_official"],
            **pair("lead", document["lead"]),
            "before": document,
        }
        for number, section in enumerate(document["sections"], start=1):
            begun |= {f"{name}_{number}": value for name, value in _begun_section(section, number)}
        return begun

    def _filled(self) -> list[int]:
        return [number for number in self.numbers if self.cleaned_data.get(f"heading_zh_{number}")]

    def _read_section(self, number: int) -> None:
        """Adds what is missing or cannot be read; keeps what is shown, frozen as of now, and the sources."""
        if not self.cleaned_data.get(f"text_zh_{number}"):
            self.add_error(f"text_zh_{number}", gettext("A section needs a text."))
        known = [source for section in self.before["sections"] for source in section["sources"]]
        self._read_lines(f"shown_{number}", frozen)
        self._read_lines(f"sources_{number}", lambda line: source_lines.read(line, known))
        if not self.cleaned_data.get(f"sources_{number}") and f"sources_{number}" not in self.errors:
            self.add_error(f"sources_{number}", gettext("A section needs a source: nobody can check it without one."))

    def _read_lines(self, name: str, read: Any) -> None:
        lines = filter(str.strip, (self.cleaned_data.get(name) or "").splitlines())
        try:
            self.cleaned_data[name] = [read(line.strip()) for line in lines]
        except DomainError as refused:
            self.add_error(name, refused.sentence)

    def _as_section(self, number: int) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "heading": text_of(given[f"heading_zh_{number}"], given[f"heading_en_{number}"]),
            "text": text_of(_tidy(given[f"text_zh_{number}"]), _tidy(given[f"text_en_{number}"])),
            "sources": given[f"sources_{number}"],
            "shown": given[f"shown_{number}"],
        }


def lines(document: Mapping[str, Any]) -> list[Line]:
    """What an edition says, section by section, in both languages: what a second person reads before it is public."""
    official = gettext("yes") if document["is_official"] else gettext("no")
    told = [
        (gettext("This is the official text, not compiled by this portal"), official),
        (gettext("In short"), " ".join(document["lead"].values())),
    ]
    for section in sections(document):
        heading = gettext("Section %(number)s") % {"number": section.number}
        said = [*section.heading.values(), *section.text.values(), *map(as_line_with_edition, section.shown)]
        sources = [f"{source.title_text}, {source.publisher_text}, {source.date or '—'}" for source in section.sources]
        told.append((heading, "\n".join([*said, *sources])))
    return told


def as_line_with_edition(shown: Mapping[str, Any]) -> str:
    """What is shown, and by which edition or as of which day."""
    return f"[{as_line(shown)} · {shown.get('edition') or shown['as_of']}]"


def _heading(number: int) -> str | Promise:
    return format_lazy(_("Section {number}"), number=number)


def _begun_section(section: Mapping[str, Any], number: int) -> Iterator[tuple[str, Any]]:
    yield from pair("heading", section["heading"]).items()
    yield from pair("text", section["text"]).items()
    yield "shown", "\n".join(map(as_line, section["shown"]))
    yield "sources", "\n".join(map(source_lines.written, section["sources"]))
    yield "place", number


def _tidy(text: str) -> str:
    """Paragraphs with one empty line between them, however they were typed."""
    return "\n\n".join(filter(None, map(str.strip, text.splitlines())))
