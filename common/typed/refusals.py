"""Why something that was typed cannot be read. `label` is what it is called where it was typed: a field or a column."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError

# Numbers


class NotANumber(DomainError):
    code = "not_a_number"
    message = _("%(label)s must be a number.")


class NotWhole(DomainError):
    code = "not_whole"
    message = _("%(label)s must be a whole number.")


class TooManyDigits(DomainError):
    code = "too_many_digits"
    message = _("%(label)s has too many digits.")


class TooManyPlaces(DomainError):
    """Facts: `places`, how many decimals there may be."""

    code = "too_many_places"
    message = _("%(label)s can have %(places)s decimal places at most.")


class EitherWay(DomainError):
    """A mark before three digits that may group them or part decimals.

    Facts: `written`, its two readings `grouped` and `parted`, and how many `places` there may be.
    """

    code = "either_way"

    def __init__(self, **facts: Any) -> None:
        if facts["places"]:
            self.message = _(
                "%(label)s: “%(written)s” can mean %(grouped)s or %(parted)s. "
                "Please write which, with %(places)s decimal places at most."
            )
        else:
            self.message = _("%(label)s: “%(written)s” can mean %(grouped)s or %(parted)s. Please write which.")
        super().__init__(**facts)


# Times


class UnreadableDay(DomainError):
    """A row that was refused by an earlier release says no `label`."""

    code = "unreadable_day"
    message = _("%(label)s cannot be read. Write it as 2026-11-23.")

    def words(self) -> Mapping[str, Any]:
        return {"label": self.facts.get("label") or gettext("The date")}


class UnreadableClock(DomainError):
    code = "unreadable_clock"
    message = _("%(label)s cannot be read. Write it as 18:30.")


class EndOfTheDay(DomainError):
    code = "end_of_the_day"
    message = _("%(label)s: 24:00 is 00:00 of the next day. Please write it so.")


class UnreadableMoment(DomainError):
    """A row that was refused by an earlier release calls its `label` a `column`."""

    code = "unreadable_moment"
    message = _("%(label)s cannot be read. Write it as 2026-11-23 08:00.")

    def words(self) -> Mapping[str, Any]:
        return {"label": self.facts.get("label") or self.facts["column"]}


# Words


class NothingSeen(DomainError):
    code = "nothing_seen"
    message = _("%(label)s: nothing can be seen of what you entered.")
