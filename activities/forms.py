"""What the desk fills in about acts."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities import ways_in
from activities.models.revocation import OF_THE_DESK
from activities.scoring.taking_sets_back import Asked
from common.desk_days import day_input
from common.typed.fields import DayField, PlainField
from scenarios import rulebook
from scenarios.evidence_words import evidence_of_all_in_words
from scenarios.rules import Evidence

MOST_DAYS = 31
"""Of one set: the acts of so many days are read at once."""


class RevocationForm(forms.Form):
    """Why an act is taken back, as its citizen will read it."""

    reason = forms.ChoiceField(
        label=_("Reason, as the citizen reads it"), choices=[(reason.value, reason.label) for reason in OF_THE_DESK]
    )


class SetForm(forms.Form):
    """Which acts are taken back together: those recorded on these days, and what else is chosen."""

    first_on = DayField(label=_("Recorded from"), widget=day_input())
    last_on = DayField(label=_("Recorded until"), widget=day_input())
    scenario = forms.ChoiceField(label=_("Scenario"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    evidence = forms.ChoiceField(label=_("Proof"), required=False)
    citizen = PlainField(label=_("Citizen, by public id"), required=False, max_length=16)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        scenarios = [(code, str(scenario)) for code, scenario in rulebook.current().scenarios.items()]
        grades = [(grade.value, evidence_of_all_in_words(grade)) for grade in Evidence]
        for name, choices in (("scenario", scenarios), ("channel", ways_in.choices()), ("evidence", grades)):
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    @property
    def asked(self) -> Asked:
        """Of a valid form."""
        return Asked(**self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first_on"), given.get("last_on")
        if first and last and first > last:
            self.add_error("last_on", _("This is before the beginning."))
        if first and last and (last - first).days > MOST_DAYS:
            self.add_error("last_on", _("Choose a month at the most."))
        return given

    @classmethod
    def in_words(cls, asked: Mapping[str, str]) -> list[tuple[str, str]]:
        """What else than days a set was chosen by: each by its label."""
        fields = cls().fields
        chosen = [(name, asked[name]) for name in ("scenario", "channel", "evidence", "citizen") if asked.get(name)]
        return [
            (str(fields[name].label), str(dict(getattr(fields[name], "choices", ())).get(value, value)))
            for name, value in chosen
        ]
