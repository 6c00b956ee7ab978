"""What the facts of a deed are called, and how their values read."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: Mapping[str, Promise] = {
    "seen": _("what was seen"),
    "reason": _("reason"),
    "by": _("looked for by"),
    "found": _("found"),
    "list": _("list"),
    "filter": _("filter"),
    "form": _("form of the file"),
    "rows": _("rows"),
    "name": _("staff sign-in name"),
    "a_day": _("pieces a day"),
    "opens": _("from the clock"),
    "days": _("days"),
    "codes": _("codes"),
}

SOUGHT: Mapping[str, Promise] = {
    "phone": _("mobile number"),
    "phone_tail": _("last four of a mobile number"),
    "plate": _("number plate"),
}


def in_words(fact: str, value: Any, seen: Callable[[str], str]) -> str:
    """A fact's value; `seen` says what was looked at."""
    if fact == "seen":
        return seen(value)
    if fact == "by":
        return str(SOUGHT.get(value, value))
    return f"{value:,}" if isinstance(value, int) else str(value)
