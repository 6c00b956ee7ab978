"""Periods as readers name them, and which follows which."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from city.rollups.periods import Unit, name_of
from city.rollups.releasing import RELEASED_ON

MONDAY = 1
YEAR_LETTERS = 4
SETTLING_DAYS = RELEASED_ON - 1
"""So long after a period ends acts of it come in late as a rule; a month is released then."""


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


def is_settled(unit: Unit, name: str, today: date) -> bool:
    """Whether acts of this period are hardly to come any more, so that it may be compared with another."""
    first = begins(unit, name)
    days = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31, Unit.YEAR: 366}[unit]
    following = first + timedelta(days=days)
    if unit in (Unit.MONTH, Unit.YEAR):
        following = following.replace(day=1)
    return following + timedelta(days=SETTLING_DAYS) <= today


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
        return _("all months so far")
    return words_of(Unit.YEAR if len(period) == YEAR_LETTERS else Unit.MONTH, period).whole


def _short_day(day: date) -> str:
    return date_format(day, pgettext("format of a short day", "M j"))
