"""What the facts of a deed are called, and how their values read."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.text import capfirst
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
    "job": _("job"),
}

PAYMENTS = "payments"
OTHER_LISTS: Mapping[str, Promise] = {
    "trail": _("What staff did"),
    PAYMENTS: _("Payment file for the bank, with account numbers"),
}
"""Lists that are no table's."""

SOUGHT: Mapping[str, Promise] = {
    "phone": _("mobile number"),
    "phone_tail": _("last four of a mobile number"),
    "plate": _("number plate"),
}


SEEN: Mapping[str, Promise] = {
    "profile": _("the account’s page: mobile number, name, district"),
    "phone": _("the account, found by its mobile number"),
    "application": _("an application as a merchant, with its mobile number"),
    "act": _("one of their acts"),
    "attempt": _("what they entered and was not taken"),
    "photo": _("a photo that they reported with"),
    "odometer": _("photos of their odometer"),
    "served": _("their acts, vouchers and movements, to help them"),
}
"""Citizens read the same in words of their own (`accounts.models.Seen`)."""


def in_words(fact: str, value: Any) -> str:
    """A fact's value, for the desk."""
    if fact == "seen":
        return str(SEEN.get(value, value))
    if fact == "by":
        return str(SOUGHT.get(value, value))
    if fact == "list":
        return _list_in_words(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _list_in_words(label: str) -> str:
    """As the desk calls the list; as it was called then, where there is none of it any more."""
    if label in OTHER_LISTS:
        return str(OTHER_LISTS[label])
    try:
        return str(capfirst(apps.get_model(label)._meta.verbose_name_plural))
    except (LookupError, ValueError):
        return label
