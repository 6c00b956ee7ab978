"""The desk's forms about venues: the facts of one, and the marks of an evaluation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from common.desk_days import day_input
from common.texts import in_reader_language
from common.typed.desk import desk_number
from common.typed.fields import DayField, NumberField, WordsField
from scenarios.rules import Standing
from scenarios.standing_words import standing_in_words
from scenarios.venues.check_list import Mark, check_list_for
from scenarios.venues.models import MARK_WORDS, Venue


def _text(label: Any, *, required: bool = True) -> WordsField:
    return WordsField(label=label, max_length=200, required=required, widget=UnfoldAdminTextInputWidget)


def _standings() -> list[tuple[str, str]]:
    return [(each.value, standing_in_words(each)) for each in Standing]


class VenueForm(forms.ModelForm):
    """The facts of a venue, each text in both languages, and on whose word they stand."""

    name_zh = _text(_("Name, in Chinese"))
    name_en = _text(_("Name, in English"))
    address_zh = _text(_("Address, in Chinese"), required=False)
    address_en = _text(_("Address, in English"), required=False)
    standing = forms.ChoiceField(label=_("Standing"), choices=_standings, widget=UnfoldAdminSelectWidget)
    title_zh = _text(_("Title of the source, in Chinese"))
    title_en = _text(_("Title of the source, in English"))
    publisher_zh = _text(_("Publisher, in Chinese"))
    publisher_en = _text(_("Publisher, in English"))
    published_on = DayField(label=_("Date of the source"), widget=day_input())

    class Meta:
        model = Venue
        fields = ["kind", "district", "latitude", "longitude", "standing"]
        field_classes = dict.fromkeys(["latitude", "longitude"], NumberField)
        widgets = {name: desk_number("decimal") for name in ("latitude", "longitude")}

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if self.instance.pk:
            self.initial.update(_told(self.instance))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (given.get("latitude") is None) != (given.get("longitude") is None):
            self.add_error("longitude", _("Give both latitude and longitude, or neither."))
        if bool(given.get("address_zh")) != bool(given.get("address_en")):
            self.add_error("address_en", _("Give the address in both languages, or in neither."))
        return given

    def save(self, commit: bool = True) -> Venue:
        given = self.cleaned_data
        self.instance.name = {"zh-hans": given["name_zh"], "en": given["name_en"]}
        addressed = {"zh-hans": given["address_zh"], "en": given["address_en"]}
        self.instance.address = addressed if given["address_zh"] else {}
        self.instance.source = {
            "title": {"zh-hans": given["title_zh"], "en": given["title_en"]},
            "publisher": {"zh-hans": given["publisher_zh"], "en": given["publisher_en"]},
            "date": given["published_on"].isoformat(),
        }
        venue: Venue = super().save(commit)
        return venue


def _told(venue: Venue) -> dict[str, Any]:
    source = venue.source
    return {
        "name_zh": venue.name["zh-hans"],
        "name_en": venue.name["en"],
        "address_zh": venue.address.get("zh-hans", ""),
        "address_en": venue.address.get("en", ""),
        "title_zh": source["title"]["zh-hans"],
        "title_en": source["title"]["en"],
        "publisher_zh": source["publisher"]["zh-hans"],
        "publisher_en": source["publisher"]["en"],
        "published_on": source["date"],
    }


class MarksForm(forms.Form):
    """A mark for each criterion of the venue's kind."""

    def __init__(self, *args: Any, venue: Venue, **named: Any) -> None:
        super().__init__(*args, **named)
        for criterion in check_list_for(venue.kind).criteria:
            self.fields[criterion.code] = forms.ChoiceField(
                label=in_reader_language(criterion.text),
                help_text=_points(criterion.points, required=criterion.required),
                choices=list(MARK_WORDS.items()),
                widget=UnfoldAdminRadioSelectWidget,
            )

    @property
    def marks(self) -> dict[str, Mark]:
        """Call it on a valid form."""
        return {code: Mark(value) for code, value in self.cleaned_data.items()}


def _points(points: int, *, required: bool) -> str:
    words = _("%(points)s points. Must be met to pass.") if required else _("%(points)s points.")
    return str(words) % {"points": points}
