"""Days, ISO weeks, months and years, each by a name that sorts as time does: 2026-11-30, 2026-W48, 2026-11, 2026."""

from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def name_of(unit: Unit, day: date) -> str:
    """The period of this unit in which a day lies; a week belongs to the year in which its Thursday lies."""
    if unit is Unit.DAY:
        return day.isoformat()
    if unit is Unit.WEEK:
        year, week, _weekday = day.isocalendar()
        return f"{year}-W{week:02}"
    return day.strftime("%Y-%m" if unit is Unit.MONTH else "%Y")
