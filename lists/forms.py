"""What every form of a list has."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise

Group = tuple[str | Promise, list[str]]
"""Fields of a form by their names, under a heading."""


class ListForm(forms.Form):
    """Asks for a whole edition; begins with what the one before it says."""

    def layout(self) -> list[Group]:
        """Which fields stand together; those that are not named come last."""
        return []

    def groups(self) -> list[tuple[str | Promise, list[BoundField]]]:
        """The fields in the order of the page, each group under its heading."""
        grouped = [(heading, [self[name] for name in names]) for heading, names in self.layout()]
        named = {field.name for _heading, fields in grouped for field in fields}
        rest = [field for field in self.visible_fields() if field.name not in named]
        return [*grouped, ("", rest)]

    def of_what(self) -> str:
        """Of what the list is. Call it on a valid form."""
        return ""

    def holds_from(self) -> date | None:
        """From when on it is to hold, where it has a day of its own. Call it on a valid form."""
        day: date | None = self.cleaned_data.get("effective_from")
        return day

    def document(self) -> dict[str, Any]:
        """What it says, as editions keep it. Call it on a valid form."""
        raise NotImplementedError

    @classmethod
    def begun(cls, subject: str, document: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows of an edition that is to be corrected."""
        raise NotImplementedError
