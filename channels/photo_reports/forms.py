"""The forms of a photo report: the photo first, then place, category and words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from channels.photo_reports.models import MOST_WORDS, PlaceSource
from channels.photo_reports.places import Place
from channels.photo_reports.words import CATEGORIES
from common.pictures.forms import photo_field
from common.texts import in_reader_language
from common.typed.fields import NumberField, WordsField


class PhotoForm(forms.Form):
    photo = photo_field(_("Your photo"))


class ReportForm(forms.Form):
    """Only words are read here; what a place or a second report means is the use case's business."""

    category = forms.ChoiceField(
        label=_("What does it show?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the photo shows.")},
    )
    words = WordsField(
        label=_("In your words (optional)"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    latitude = NumberField(required=False, min_value=-90, max_value=90, decimal_places=6, widget=forms.HiddenInput)
    longitude = NumberField(required=False, min_value=-180, max_value=180, decimal_places=6, widget=forms.HiddenInput)
    place_source = forms.ChoiceField(required=False, choices=PlaceSource.choices, widget=forms.HiddenInput)
    despite_nearby = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(code, in_reader_language(name)) for code, name in CATEGORIES.items()]
        self.fields["category"].choices = names  # type: ignore[attr-defined]

    def place(self) -> Place | None:
        """The place as chosen; call it on a valid form."""
        latitude, longitude = self.cleaned_data["latitude"], self.cleaned_data["longitude"]
        return None if latitude is None or longitude is None else Place(latitude, longitude)
