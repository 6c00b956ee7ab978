"""The forms of cars and pledges. Only words are read here; what they mean is the use cases' business."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activities.evidence.forms import photo_field
from activities.household.pledges import MOST_DAYS

ML_PER_LITRE = 1000
METRES_PER_KM = 1000


class VehicleForm(forms.Form):
    plate = forms.CharField(
        label=_("Number plate"),
        help_text=_("Like 川A12345, or 川AD12345 for an electric car"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Enter the plate.")},
    )
    engine_l = forms.DecimalField(
        label=_("Engine size (fuel cars only)"),
        help_text=_("It stands in the vehicle licence: 1498 ml are 1.5 L."),
        required=False,
        min_value=0.5,
        max_value=9,
        max_digits=5,
        decimal_places=3,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": _("Enter the engine size in litres, such as 1.5.")},
    )

    def engine_ml(self) -> int | None:
        """The engine size; call it on a valid form."""
        litres = self.cleaned_data["engine_l"]
        return None if litres is None else int(litres * ML_PER_LITRE)


class PledgeForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("For how many days will you leave the car?"),
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how many days.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = range(1, MOST_DAYS + 1)
        choices = [(count, ngettext("%(count)s day", "%(count)s days", count) % {"count": count}) for count in days]
        self.fields["days"].choices = choices  # type: ignore[attr-defined]


class OdometerForm(forms.Form):
    photo = photo_field(_("Photo of the odometer"))
    reading_km = forms.DecimalField(
        label=_("What the odometer shows"),
        help_text=_("The total, not the trip"),
        min_value=0,
        max_digits=9,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": _("Enter what the odometer shows."),
            "invalid": _("Enter the kilometres as a number, such as 52000."),
        },
    )

    def reading_m(self) -> int:
        """The reading; call it on a valid form."""
        return int(self.cleaned_data["reading_km"] * METRES_PER_KM)
