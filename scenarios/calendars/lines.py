"""What a calendar and a rotation say, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.districts import District
from common.texts import day_shown, listed
from lists.kinds import Line
from scenarios.calendars.rotation import Rotation
from scenarios.calendars.years import HOLIDAYS, YearCalendar
from scenarios.rules import Source
from scenarios.standing_words import standing_in_words
from scenarios.venues.models import source_in_words

MONDAY = date(2024, 1, 1)


def weekday_in_words(number: int) -> str:
    """Monday is 1."""
    return date_format(MONDAY.replace(day=number), "l")


def of_a_calendar(document: Mapping[str, Any]) -> list[Line]:
    """Each holiday, the weekend days that are worked, and the source."""
    calendar = YearCalendar.from_document(document)
    days_off = [(str(HOLIDAYS[code]), _stretch(*days)) for code, days in calendar.holidays.items()]
    worked = listed(map(day_shown, sorted(calendar.workdays))) or "—"
    return [*days_off, (_("Weekend days that are worked"), worked), *_authority(document)]


def of_a_rotation(document: Mapping[str, Any]) -> list[Line]:
    """The digits of each day of the week, the hours, the districts, and the source."""
    rotation = Rotation.from_document(document)
    digits = [(weekday_in_words(day), listed(rotation.last_digits[day])) for day in sorted(rotation.last_digits)]
    names = dict(District.choices)
    places = listed(str(names.get(code, code)) for code in names if code in rotation.districts)
    return [
        *digits,
        (_("Hours"), f"{rotation.begins:%H:%M}–{rotation.ends:%H:%M}"),
        (_("Districts"), places),
        (_("Standing of the districts"), standing_in_words(rotation.districts_standing)),
        *_authority(document),
    ]


def _authority(document: Mapping[str, Any]) -> list[Line]:
    return [
        (_("Standing"), standing_in_words(document["standing"])),
        (_("Source"), source_in_words(Source.from_document(document["source"]))),
    ]


def _stretch(first: date, last: date) -> str:
    if first == last:
        return day_shown(first)
    return _("%(first)s to %(last)s") % {"first": day_shown(first), "last": day_shown(last)}
