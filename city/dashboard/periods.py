"""Periods as readers name them, and which follows which."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from city.rollups.periods import Unit, name_of

MONDAY = 1
YEAR_LETTERS = 4


class Words(NamedTuple):
    """A period by its whole name and by the one on an axis."""

    whole: str
    short: str


def begins(unit: Unit, name: str) -> date:
    """The first day of a period that `name_of` named."""
    if unit is Unit.DAY:
        return date.fromisoformat(name)
    if unit is Unit.WEEK:
        year, week = name.split("-W")
        return date.fromisocalendar(int(year), int(week), MONDAY)
    return date.fromisoformat(f"{name}-01" if unit is Unit.MONTH else f"{name}-01-01")


def before(unit: Unit, name: str) -> str:
    """The name of the period before that one."""
    return name_of(unit, begins(unit, name) - timedelta(days=1))


def words_of(unit: Unit, name: str) -> Words:
    first = begins(unit, name)
    if unit is Unit.DAY:
        return Words(date_format(first, "DATE_FORMAT"), _short_day(first))
    if unit is Unit.WEEK:
        year, week, _weekday = first.isocalendar()
        return Words(_("Week %(week)s of %(year)s") % {"year": year, "week": week}, _short_day(first))
    if unit is Unit.MONTH:
        return Words(
            date_format(first, "YEAR_MONTH_FORMAT"), date_format(first, pgettext("format of a short month", "M Y"))
        )
    return Words(pgettext("a year", "%(year)s") % {"year": name}, name)


def released_in_words(period: str | None) -> str:
    """A month or year that was released, or all of them."""
    if period is None:
        return _("All months so far")
    return words_of(Unit.YEAR if len(period) == YEAR_LETTERS else Unit.MONTH, period).whole


def _short_day(day: date) -> str:
    return date_format(day, pgettext("format of a short day", "M j"))
