"""What the desk asks of the limits of adjusting: a line for each role, and how a line reads."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from common.typed.desk import desk_number
from common.typed.fields import WholeField
from credits.adjusting import limits
from lists.forms import Group, ListForm
from lists.kinds import Line

MOST_ROLES, FURTHER = 10, 2
MOST = 1_000_000
AMOUNTS = {
    "each": _("At one time"),
    "day": _("In one day of one’s own"),
    "citizen_month": _("For one citizen in a month"),
}


def _amount(label: Any) -> WholeField:
    return WholeField(label=label, min_value=1, max_value=MOST, required=False, widget=desk_number())


class LimitsForm(ListForm):
    """Every role that is there, and room for more; a role that is left empty may adjust nothing."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        there = sum(name.startswith("role_") for name in self.initial)
        self.numbers = range(1, min(there + FURTHER, MOST_ROLES) + 1)
        named_roles = sorted({*limits.roles(), *(v for k, v in self.initial.items() if k.startswith("role_"))})
        for number in self.numbers:
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label=_("Role"),
                choices=[("", "—"), *((role, role) for role in named_roles)],
                required=False,
                widget=UnfoldAdminSelectWidget,
            )
            self.fields.update({f"{part}_{number}": _amount(label) for part, label in AMOUNTS.items()})

    def layout(self) -> list[Group]:
        parts = ("role", *AMOUNTS)
        return [
            (format_lazy(_("Role {number}"), number=number), [f"{part}_{number}" for part in parts])
            for number in self.numbers
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        roles = [given[f"role_{number}"] for number in self._filled()]
        for number in self._filled():
            if roles.count(given[f"role_{number}"]) > 1:
                self.add_error(f"role_{number}", gettext("This role stands here twice."))
            for part in AMOUNTS:
                if given.get(f"{part}_{number}") is None and f"{part}_{number}" not in self.errors:
                    self.add_error(f"{part}_{number}", gettext("A role needs all three limits."))
        return given

    def document(self) -> dict[str, Any]:
        return {"roles": [self._line(number) for number in self._filled()]}

    @classmethod
    def begun(cls, subject: str, document: Mapping[str, Any]) -> dict[str, Any]:
        return dict(_flat(document))

    def _filled(self) -> list[int]:
        return [number for number in self.numbers if self.cleaned_data.get(f"role_{number}")]

    def _line(self, number: int) -> dict[str, Any]:
        return {part: self.cleaned_data[f"{part}_{number}"] for part in ("role", *AMOUNTS)}


def _flat(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(document["roles"], start=1):
        for part, value in line.items():
            yield f"{part}_{number}", value


def lines(document: Mapping[str, Any]) -> list[Line]:
    return [(line["role"], _told(line)) for line in document["roles"]]


def _told(line: Mapping[str, Any]) -> str:
    return gettext("%(each)s at one time, %(day)s a day, %(citizen_month)s for one citizen in a month") % {
        part: f"{line[part]:,}" for part in AMOUNTS
    }
