"""The forms of events: what one is, what is done to emit less, who looks at it, and how much is retired."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from common.texts import in_reader_language
from common.typed.fields import DayField, NumberField, WholeField, WordsField
from common.typed.pairs import WordsForm, english_field, words_field, written
from methodologies.events.neutrality import EVENT
from projects.cycle.forms.desk import ReasonForm
from projects.events import quick
from projects.events.deeds import is_free_to_name_one
from projects.events.drafting import Facts
from projects.models import Event, EventKind, Organisation, UnitBlock
from projects.models.events import LONGEST_MEASURES, LONGEST_NAME, LONGEST_VENUE, LONGEST_WORDS, MOST_PEOPLE
from projects.monitoring.forms import LineForm
from projects.organisations.groups import verifiers_for

EVERYBODY = 100
"""Percent."""
WAYS = {"far_km": quick.FAR, "near_km": (*quick.NEAR, "car")}
"""Of the quick look: a distance, and who travels it."""
COUNTED = (*(f"share_{way}" for ways in WAYS.values() for way in ways), "nights", "power")
"""What counts by itself."""


def _long(label: Any, most: int, *, required: bool = True, help_text: Any = "", missing: Any = "") -> WordsField:
    return WordsField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": missing} if missing else None,
    )


class FactsForm(WordsForm):
    """What an event is."""

    name = words_field(_("Name of the event"), LONGEST_NAME, _("Name the event."))
    name_en = english_field(_("Name in English (optional)"), LONGEST_NAME)
    kind = forms.ChoiceField(label=_("Kind"), choices=EventKind.choices)
    venue = words_field(_("Venue"), LONGEST_VENUE, _("Say where it takes place."))
    district = forms.ChoiceField(label=_("District"), choices=District.choices)
    starts_on = DayField(label=_("First day"), error_messages={"required": _("Enter the first day.")})
    ends_on = DayField(label=_("Last day"), error_messages={"required": _("Enter the last day.")})
    people = WholeField(label=_("People expected"), min_value=1, max_value=MOST_PEOPLE)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("starts_on") and given.get("ends_on") and given["starts_on"] > given["ends_on"]:
            self.add_error("ends_on", _("The last day is not before the first."))
        return given

    def facts(self) -> Facts:
        """What was typed; call it on a valid form."""
        said = self.cleaned_data
        return Facts(
            self.pair("name"),
            said["kind"],
            said["venue"],
            said["district"],
            said["starts_on"],
            said["ends_on"],
            said["people"],
        )

    @staticmethod
    def of(event: Event) -> dict[str, Any]:
        kept = ("kind", "venue", "district", "starts_on", "ends_on", "people")
        return {**written(name=event.name), **{name: getattr(event, name) for name in kept}}


class MeasuresForm(forms.Form):
    measures = _long(
        _("What is done to emit less"),
        LONGEST_MEASURES,
        required=False,
        help_text=_("Green venue, public transport, few disposables. Everybody reads it; name no person."),
    )
    people = WholeField(label=_("Number of people"), min_value=1, max_value=MOST_PEOPLE)


class EventLineForm(LineForm):
    """A line of one table; its days are those of the event until others are typed."""

    def __init__(self, *args: Any, event: Event, **named: Any) -> None:
        days = {"starts_on": event.starts_on, "ends_on": event.ends_on}
        super().__init__(*args, method=EVENT, initial=days, **named)


class PublishForm(forms.Form):
    """`shown` are the kilograms that the page has shown: no others are published."""

    shown = WholeField(widget=forms.HiddenInput)


class PublishActualsForm(PublishForm):
    verifier = forms.ModelChoiceField(
        label=_("Verifier (optional)"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None: our own reckoning"),
        help_text=_(
            "An accredited organisation, neither yours nor of your group; it can’t be changed as long as it may verify"
        ),
    )

    def __init__(self, *args: Any, event: Event, **named: Any) -> None:
        super().__init__(*args, **named)
        if not is_free_to_name_one(event):
            del self.fields["verifier"]
            return
        field = self.fields["verifier"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = verifiers_for(event.owner)
        if event.verifier is not None:
            field.empty_label = _("None yet in place of %(name)s") % {"name": event.verifier}


class CallOffForm(forms.Form):
    words = _long(_("Why is it called off? (optional)"), LONGEST_WORDS, required=False)


class JudgeForm(forms.Form):
    is_right = forms.ChoiceField(
        label=_("Are the published emissions right?"),
        choices=[("yes", _("Yes: they are right")), ("no", _("No: they are to be mended"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no.")},
    )
    words = _long(
        _("What was looked at, and what is to be mended"),
        LONGEST_WORDS,
        required=False,
        help_text=_("Everybody reads it"),
    )


class HideForm(ReasonForm):
    """Why the desk hides what an event says."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["words"].help_text = _("Everybody who looks at the event reads it.")


class RetireForm(forms.Form):
    tonnes = WholeField(label=_("How many tonnes?"), min_value=1)

    def __init__(self, *args: Any, block: UnitBlock, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["tonnes"].help_text = _("This block has %(tonnes)s t") % {"tonnes": f"{block.tonnes:,}"}


class EstimateForm(forms.Form):
    """A quick look without an account: some groups of travellers, nights, meals, and the venue."""

    people = WholeField(label=_("Number of people"), min_value=1, max_value=MOST_PEOPLE)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, (label, unit, decimals) in quick_fields().items():
            most = EVERYBODY if name.startswith("share_") else None
            self.fields[name] = NumberField(
                label=label, help_text=unit, required=False, min_value=0, max_value=most, decimal_places=decimals
            )

    def clean(self) -> dict[str, Any]:
        """Who travels does so over a distance, and nobody comes twice by ways of the same distance."""
        given = super().clean() or {}
        for distance, ways in WAYS.items():
            share = sum(given.get(f"share_{way}") or 0 for way in ways)
            if share > EVERYBODY:
                self.add_error(distance, _("More people travel this distance than come. Check the shares above."))
            elif share and not given.get(distance) and distance not in self.errors:
                self.add_error(distance, _("Enter the distance, or leave out who travels it."))
        has_meals = given.get("meals") and given.get("meal")
        if not self.errors and not has_meals and not any(given.get(name) for name in COUNTED):
            self.add_error(None, _("Enter something that emits: who travels how far, nights or power."))
        return given


def quick_fields() -> dict[str, tuple[Any, Any, int]]:
    """Of the quick look, by name: label, unit, decimals."""
    ways = {option.code: in_reader_language(option.label) for option in EVENT.table("travel").column("kind").options}
    shares = {
        f"share_{code}": (_("Come by %(way)s") % {"way": ways[code]}, _("percent of the people"), 1)
        for code in ("rail", "flight_domestic", "metro", "coach")
    }
    return {
        **shares,
        "share_car": (_("Come by car"), _("percent of the people, one in a car"), 1),
        "far_km": (_("Distance by train and plane, one way"), _("km"), 1),
        "near_km": (_("Distance in the city, one way"), _("km"), 1),
        "nights": (_("Nights of hotel rooms"), _("room-nights"), 0),
        "meals": (_("Meals"), _("meals"), 0),
        "meal": (_("Emission of a meal"), _("kg CO₂e; nothing is published: leave meals out, or enter your own"), 3),
        "power": (_("Power of the venue"), _("kWh"), 1),
    }
