"""The forms of cars, pledges and meters. Only words are read here; what they mean is the use cases' business."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.districts import District
from channels.household.meters import MOST_PEOPLE
from channels.household.models import Meter
from channels.household.pledges import MOST_DAYS
from common.pictures.forms import photo_field
from common.texts import in_reader_language
from common.typed.fields import DayField, NumberField, PlainField, WholeField
from methodologies.meter import PER_UNIT, Exclusion, MeterSaving

YES, NO = "yes", "no"
ML_PER_LITRE = 1000
METRES_PER_KM = 1000


class DistrictForm(forms.Form):
    district = forms.ChoiceField(
        label=_("Usual district"),
        help_text=_("For fuel cars: inside the ring expressway a plate may not drive on one workday a week."),
        choices=[("", _("Please choose")), *District.choices],
        required=False,
        error_messages={
            "invalid_choice": _(
                "Choose the district in which the car usually is: on some days plates may not drive there."
            )
        },
    )


class VehicleForm(DistrictForm):
    plate = PlainField(
        label=_("Number plate"),
        help_text=_("Like 川A12345, or 川AD12345 for an electric car"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Enter the plate.")},
    )
    engine_l = NumberField(
        label=_("Engine size (fuel cars only)"),
        help_text=_("It stands in the vehicle licence: 1498 ml are 1.5 L."),
        required=False,
        min_value=0.5,
        max_value=9,
        max_digits=9,
        decimal_places=3,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Enter the engine size in litres, such as 1.5.")
        ),
    )

    field_order = ("plate", "engine_l", "district")

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

    def __init__(self, *args: Any, most_days: int, **kwargs: Any) -> None:
        """No more days are offered than the rule counts of one pledge."""
        super().__init__(*args, **kwargs)
        days = range(1, min(most_days, MOST_DAYS) + 1)
        choices = [(count, ngettext("%(count)s day", "%(count)s days", count) % {"count": count}) for count in days]
        self.fields["days"].choices = choices  # type: ignore[attr-defined]


class OdometerForm(forms.Form):
    photo = photo_field(_("Photo of the odometer"))
    reading_km = NumberField(
        label=_("What the odometer shows"),
        help_text=_("The total, not the trip"),
        min_value=0,
        max_digits=9,
        decimal_places=1,
        error_messages={
            "required": _("Enter what the odometer shows."),
            "invalid": _("Enter the kilometres as a number, such as 52000."),
        },
    )

    def reading_m(self) -> int:
        """The reading; call it on a valid form."""
        return int(self.cleaned_data["reading_km"] * METRES_PER_KM)


class MeterForm(forms.Form):
    """The number, the household, and the questions that leave some households out."""

    number = PlainField(
        label=_("Meter number"),
        help_text=_("It stands on your bill"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the meter number.")},
    )
    people = WholeField(
        label=_("People in the household"),
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages={"required": _("Enter how many people live in your home.")},
    )

    def __init__(self, *args: Any, method: MeterSaving, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exclusions = method.exclusions
        for exclusion in self.exclusions:
            self.fields[exclusion.code] = _yes_or_no(exclusion)

    def questions(self) -> list[BoundField]:
        """The fields that are answered by yes or no."""
        return [self[exclusion.code] for exclusion in self.exclusions]

    def said_yes_to(self) -> set[str]:
        """The exclusions that apply; call it on a valid form."""
        return {exclusion.code for exclusion in self.exclusions if self.cleaned_data[exclusion.code] == YES}


class MeterReadingForm(forms.Form):
    day = DayField(label=_("Day"))
    reading = NumberField(
        label=_("What the meter shows"),
        min_value=0,
        max_digits=11,
        decimal_places=2,
        error_messages={"required": _("Enter what the meter shows.")},
    )
    photo = photo_field(_("Photo of the meter (optional)"), required=False)

    def __init__(self, *args: Any, meter: Meter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last_year = meter.method.reference_quantity
        self.fields["last_year"] = NumberField(
            label=in_reader_language(last_year.label),
            help_text=_("Only while we do not know it from your readings; it stands on last year’s bill."),
            required=False,
            min_value=0,
            max_digits=11,
            decimal_places=2,
        )

    def amount(self) -> int:
        """The reading in thousandths; call it on a valid form."""
        return int(self.cleaned_data["reading"] * PER_UNIT)

    def last_year_amount(self) -> int | None:
        """Last year's use in thousandths; call it on a valid form."""
        said = self.cleaned_data["last_year"]
        return None if said is None else int(said * PER_UNIT)


def _yes_or_no(exclusion: Exclusion) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=in_reader_language(exclusion.question),
        choices=[(NO, _("No")), (YES, _("Yes"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please answer.")},
    )
