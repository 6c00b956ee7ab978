"""The pages of a design that every method has. Each gives what its page keeps, and may be saved half done."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from common.errors import DomainError
from common.texts import in_reader_language
from common.typed.fields import DayField, PlainField, WordsField
from common.typed.pairs import WordsForm, english_field, words_field, written
from methodologies.projects.known import statuses
from methodologies.projects.registry import all_methods
from projects.cycle import boundary, things
from projects.cycle.content import Content
from projects.models import ThingKind

LONGEST_NAME, LONGEST_SUMMARY, LONGEST_ADDRESS, LONGEST_REASONS = 60, 600, 120, 6000


def long_words(label: Any, help_text: Any, most: int, rows: int = 6) -> WordsField:
    widget = forms.Textarea(attrs={"rows": rows})
    return WordsField(label=label, help_text=help_text, max_length=most, required=False, widget=widget)


def method_choices() -> list[tuple[str, str]]:
    """Those that can be reckoned by, each with how much of it is public."""
    named = [(code, one.known) for code, one in all_methods().items()]
    return [
        ("", "—"),
        *(
            (code, f"{in_reader_language(known.name)} · {in_reader_language(statuses()[known.status].label)}")
            for code, known in named
        ),
    ]


class PageForm(WordsForm):
    """`values` is what the page keeps; `begun` is how it is shown again."""

    def values(self) -> dict[str, Any]:
        raise NotImplementedError

    @classmethod
    def begun(cls, content: Content) -> Mapping[str, Any]:
        raise NotImplementedError


class BasicsForm(PageForm):
    name = words_field(_("Name of the project"), LONGEST_NAME, _("Name the project."))
    name_en = english_field(_("Name in English (optional)"), LONGEST_NAME)
    summary = long_words(_("What it does"), _("In a few sentences, for everybody"), LONGEST_SUMMARY, 4)
    summary_en = long_words(_("The same in English (optional)"), "", LONGEST_SUMMARY, 4)
    method = forms.ChoiceField(
        label=_("Method"),
        help_text=_("General form: the name is official, the annex with its factors was not public"),
        choices=method_choices,
        required=False,
    )
    district = forms.ChoiceField(label=_("District"), choices=[("", "—"), *District.choices], required=False)
    credited_from = DayField(label=_("First day of the crediting period"), required=False)
    credited_until = DayField(label=_("Last day of the crediting period"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("credited_from"), given.get("credited_until")
        if first and last and last < first:
            self.add_error("credited_until", _("The crediting period ends before it begins."))
        return given

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        days = {name: said[name].isoformat() if said[name] else "" for name in ("credited_from", "credited_until")}
        summary = self.pair("summary") if said["summary"] else {}
        return {
            "name": self.pair("name"),
            "summary": summary,
            "method": said["method"],
            "district": said["district"],
            **days,
        }

    @classmethod
    def begun(cls, content: Content) -> Mapping[str, Any]:
        kept = {key: content.get(key, "") for key in ("method", "district", "credited_from", "credited_until")}
        return {**kept, **written(name=content.get("name", {}), summary=content.get("summary", {}))}


class PlaceForm(PageForm):
    address = WordsField(
        label=_("Address"),
        help_text=_("As exact as a letter needs it"),
        max_length=LONGEST_ADDRESS,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    boundary = PlainField(
        label=_("Boundary as GeoJSON (optional)"),
        help_text=_(
            "A point, a polygon or several, as mapping tools save them, in WGS-84. Other projects over the same ground "
            "are found by it."
        ),
        max_length=boundary.MOST_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_boundary(self) -> dict[str, Any] | None:
        typed = self.cleaned_data["boundary"].strip()
        try:
            return boundary.read(typed) if typed else None
        except DomainError as refused:
            raise forms.ValidationError(refused.sentence, code=refused.code) from refused

    def values(self) -> dict[str, Any]:
        return {"address": self.cleaned_data["address"], "boundary": self.cleaned_data["boundary"]}

    @classmethod
    def begun(cls, content: Content) -> Mapping[str, Any]:
        drawn = content.get("boundary")
        return {"address": content.get("address", ""), "boundary": json.dumps(drawn) if drawn else ""}


class ReasonsForm(PageForm):
    baseline = long_words(
        _("What would happen without the project"),
        _("The baseline: today's practice, and how it would go on"),
        LONGEST_REASONS,
    )
    additionality = long_words(
        _("Why it would not come about by itself"),
        _("Additionality: what stands in its way, what the law asks for anyway, what else pays for it"),
        LONGEST_REASONS,
    )
    monitoring = long_words(
        _("What is measured, how and how often"), _("The monitoring plan: instruments, who reads them"), LONGEST_REASONS
    )

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    @classmethod
    def begun(cls, content: Content) -> Mapping[str, Any]:
        return {key: content.get(key, "") for key in ("baseline", "additionality", "monitoring")}


LABELS = {
    ThingKind.METER: (_("Meters"), _("Numbers of electricity, gas and other meters, one on each line")),
    ThingKind.PLOT: (_("Plots"), _("Numbers of plots or sub-compartments, one on each line")),
    ThingKind.PLATE: (
        _("Number plates"),
        _("Of vehicles that it covers, one on each line; only the desk and the verifier see them"),
    ),
    ThingKind.MECHANISM: (
        _("Numbers in other mechanisms"),
        _("Where it is registered or applied for elsewhere, such as CCER, one on each line"),
    ),
}


class ThingsForm(PageForm):
    """What in the world it covers. Once counted is counted: another project over the same is found."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for kind, (label, help_text) in LABELS.items():
            self.fields[kind.value] = long_words(label, help_text, things.MOST_NAMES * things.LONGEST, 4)

    def values(self) -> dict[str, Any]:
        named = {kind.value: things.listed(self.cleaned_data[kind.value]) for kind in LABELS}
        return {"things": {kind: names for kind, names in named.items() if names}}

    @classmethod
    def begun(cls, content: Content) -> Mapping[str, Any]:
        return {kind: "\n".join(names) for kind, names in content.get("things", {}).items()}


PAGES: Mapping[str, type[PageForm]] = {
    "basics": BasicsForm,
    "place": PlaceForm,
    "reasons": ReasonsForm,
    "things": ThingsForm,
}
