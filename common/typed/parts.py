"""A day and a time of day in parts, each with its name: what browsers draw for them speaks the device's language.

What is sent in one piece is taken, too, so that an address or a program may say `day=2026-11-20`.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class _Parts(forms.MultiWidget):
    """Numbers beside each other; `components/parts.html` shows them."""

    parts: ClassVar[dict[str, tuple[Any, int]]]
    """By the end of its name, what each is called and how many digits it has."""
    between: ClassVar[str]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(dict.fromkeys(self.parts, forms.TextInput), attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, (label, digits) in zip(context["widget"]["subwidgets"], self.parts.values(), strict=True):
            part |= {"label": label, "digits": digits}
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """As one writes it in one piece, for the field to read."""
        if name in data:
            return data[name]
        parts = [str(data.get(f"{name}_{part}") or "").strip() for part in self.parts]
        return self.between.join(self.filled(parts)) if any(parts) else ""

    def filled(self, parts: list[str]) -> list[str]:
        """What may be left out, filled in."""
        return parts


class DayParts(_Parts):
    """Year, month and day, in the order of the reader's language."""

    parts = {
        "year": (_("Year"), 4),
        "month": (pgettext_lazy("of a date", "Month"), 2),
        "day": (pgettext_lazy("of a date", "Day"), 2),
    }
    between = "-"

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, date):
            return [str(value.year), str(value.month), str(value.day)]
        year, month, day, *_rest = [*str(value or "").split("-", 2), "", "", ""]
        return [year, month.lstrip("0"), day.lstrip("0")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if not (get_language() or "").startswith("zh"):
            context["widget"]["subwidgets"].reverse()
        return context


class ClockParts(_Parts):
    """Hour and minute, of 24 hours; an hour alone is its beginning."""

    parts = {"hour": (_("Hour"), 2), "minute": (_("Minute"), 2)}
    between = ":"

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, time):
            return [f"{value:%H}", f"{value:%M}"]
        hour, _colon, minute = str(value or "").partition(":")
        return [hour, minute]

    def filled(self, parts: list[str]) -> list[str]:
        hour, minute = parts
        return [hour, minute.zfill(2)]
