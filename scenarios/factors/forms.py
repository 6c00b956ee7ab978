"""What the desk asks of a new value."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from common.desk_days import day_input
from common.texts import in_reader_language
from common.typed.desk import desk_number
from common.typed.fields import DayField, NumberField, WholeField
from methodologies.registry import all_methodologies
from scenarios.factors.entering import LONGEST_CODE, proposed_code
from scenarios.models import EmissionFactor
from scenarios.refusals import FactorCodeTaken, RangeDoesNotFit
from scenarios.source_form import SourceForm, words_field

ENDS = ("low", "central", "high")
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


def _number(label: Any, *, required: bool = False) -> NumberField:
    return NumberField(
        label=label, min_value=0, max_digits=20, decimal_places=8, required=required, widget=desk_number("decimal")
    )


def _units() -> list[tuple[str, str]]:
    """Those that a formula asks for, each once."""
    slots = (slot for method in all_methodologies().values() for slot in method.slots)
    return list({slot.unit: in_reader_language(slot.unit_label) for slot in slots}.items())


class FactorForm(SourceForm):
    """A value with its range, its unit, what it holds for, and its source."""

    value = _number(_("Value"), required=True)
    unit = forms.ChoiceField(
        label=_("Unit"),
        choices=_units,
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": _("No formula asks for a factor in this unit.")},
    )
    low = _number(_("Low end of the published values"))
    central = _number(_("Middle of the published values"))
    high = _number(_("High end of the published values"))
    region = words_field(_("Region"), most=40)
    year = WholeField(
        label=_("Year that it was measured in"),
        min_value=EARLIEST_YEAR,
        max_value=LATEST_YEAR,
        widget=desk_number(),
    )
    code = forms.SlugField(label=_("code"), max_length=LONGEST_CODE, widget=UnfoldAdminTextInputWidget)
    field_order: Sequence[str] = ("value", "unit", *ENDS, "region", "year", "code")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        code = given.get("code")
        if code and EmissionFactor.objects.filter(code=code).exists():
            self.add_error("code", FactorCodeTaken(factor=code).sentence)
        for field, sentence in self._wrong_range(given):
            self.add_error(field, sentence)
        return given

    def _wrong_range(self, given: dict[str, Any]) -> Iterator[tuple[str, str]]:
        value, ends = given.get("value"), [given.get(end) for end in ENDS]
        low, central, high = ends
        if low is not None and central is not None and high is not None:
            if value is not None and not (low <= central <= high and low <= value <= high):
                yield "value", RangeDoesNotFit().sentence
        elif ends != [None, None, None] and not set(ENDS) & self.errors.keys():
            yield ENDS[ends.index(None)], gettext("Give the low end, the middle and the high end, or none of them.")

    def document(self) -> dict[str, Any]:
        """As a rule holds it. Call it on a valid form."""
        given = self.cleaned_data
        names = ("code", "unit", "region", "year", "standing")
        numbers = {name: str(given[name]) for name in ("value", *ENDS) if given[name] is not None}
        return {**{name: given[name] for name in names}, **numbers, "source": self.source()}


class ReplacementForm(FactorForm):
    """A value that comes after another: of the same unit, from a day on."""

    effective_from = DayField(label=_("Rules rest on it from"), widget=day_input())
    field_order = (*FactorForm.field_order, "standing", "effective_from")

    def __init__(self, data: Any = None, *, old: EmissionFactor, **named: Any) -> None:
        year = old.year + 1
        begun = {"region": old.region, "year": year, "code": proposed_code(old.code, year), "unit": old.unit}
        super().__init__(data, initial=begun, **named)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        unit.choices = [choice for choice in _units() if choice[0] == old.unit]
