"""The web form: one form class for every scenario, made from its methodology's quantities."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from activities.intake import Draft
from activities.refusals import InTheFuture
from common.city_time import CITY_ZONE, at_city_time, city_day, day_span
from common.texts import in_reader_language
from methodologies.base import Quantity, Span
from scenarios.models import Scenario

DEFAULT_MINUTES = 10


class ActForm(forms.Form):
    """What a citizen types about one act. Only words are read here; the gate that takes the `draft` knows the rules."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        # The end of the calendar has no next day to end at; whatever else lies ahead is the gate's to refuse.
        validators=[MaxValueValidator(date(9000, 12, 31), message=InTheFuture.message)],
    )

    def __init__(self, *args: Any, scenario: Scenario, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scenario = scenario
        self.fields["day"].initial = city_day(now)
        if scenario.methodology.span is Span.PERIOD:
            self._ask_for_period(now)
        for quantity in scenario.methodology.quantities:
            self.fields[quantity.name] = _field(quantity)
        self.order_fields([quantity.name for quantity in scenario.methodology.quantities])

    def _ask_for_period(self, now: datetime) -> None:
        midnight, _next = day_span(city_day(now))
        start = max(now - timedelta(minutes=DEFAULT_MINUTES), midnight)
        self.fields["start"] = forms.TimeField(
            label=_("Start time"),
            initial=start.astimezone(CITY_ZONE).strftime("%H:%M"),
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        )
        self.fields["minutes"] = forms.IntegerField(
            label=_("Duration"),
            min_value=1,
            max_value=24 * 60,
            widget=_number_input("numeric"),
        )

    def fields_with_units(self) -> list[tuple[forms.BoundField, str]]:
        """The fields in their order, each with the unit in which it is entered."""
        units = {quantity.name: in_reader_language(quantity.unit) for quantity in self.scenario.methodology.quantities}
        units["minutes"] = str(_("min"))
        return [(field, units.get(field.name, "")) for field in self]

    def draft(self) -> Draft:
        """The act as typed; call it on a valid form."""
        day = self.cleaned_data["day"]
        if self.scenario.methodology.span is Span.DAY:
            started_at, ended_at = day_span(day)
        else:
            started_at = at_city_time(day, self.cleaned_data["start"])
            ended_at = started_at + timedelta(minutes=self.cleaned_data["minutes"])
        values = {
            quantity.name: int(self.cleaned_data[quantity.name] * quantity.per_unit)
            for quantity in self.scenario.methodology.quantities
        }
        return Draft(self.scenario.code, self.scenario.methodology.span, started_at, ended_at, values)


def _field(quantity: Quantity) -> forms.Field:
    label, hint = in_reader_language(quantity.label), in_reader_language(quantity.hint)
    if not quantity.places:
        return forms.IntegerField(
            label=label,
            help_text=hint,
            widget=_number_input("numeric"),
            error_messages={
                "required": _("%(label)s is missing.") % {"label": label},
                "invalid": _("%(label)s must be a whole number.") % {"label": label},
            },
        )
    return forms.DecimalField(
        label=label,
        help_text=hint,
        max_digits=12,
        decimal_places=quantity.places,
        widget=_number_input("decimal"),
        error_messages={
            "required": _("%(label)s is missing.") % {"label": label},
            "invalid": _("%(label)s must be a number.") % {"label": label},
        },
    )


def _number_input(keyboard: str) -> forms.TextInput:
    """A text input that brings up the right keyboard; a number input would lose what it cannot read."""
    return forms.TextInput(attrs={"inputmode": keyboard, "autocomplete": "off"})
