"""By when whoever's turn it is should be done, and the last day of a publication by the desk's calendar of holidays."""

from datetime import date, timedelta

from projects.models import Stage
from projects.refusals import CalendarUnknown
from scenarios.calendars.years import NEW_YEAR_BEGINS_BEFORE, Calendars, current

LEAST_WORKING_DAYS, MOST_WORKING_DAYS = 7, 30
DAYS = {
    Stage.SUBMITTED: 10,
    Stage.RETURNED: 60,
    Stage.VALIDATING: 45,
    Stage.DECIDING: 20,
}
"""Days for each turn that has a deadline: the house's proposal, for no source names any."""
A_DAY = timedelta(days=1)


def due(stage: Stage, today: date) -> date | None:
    """When a turn that begins today should be over."""
    return today + timedelta(days=DAYS[stage]) if stage in DAYS else None


def last_day(published_on: date, working_days: int, calendars: Calendars | None = None) -> date:
    """The last of so many working days after the day of the publication. Raises `CalendarUnknown`.

    Of a year that the desk does not know nobody can say which days are worked.
    """
    known = calendars or current()
    day = published_on
    while working_days:
        day += A_DAY
        _check_known(known, day)
        working_days -= known.is_workday(day)
    return day


def _check_known(calendars: Calendars, day: date) -> None:
    """The holiday of New Year may begin some days before it: by the next year's calendar."""
    for year in {day.year, (day + NEW_YEAR_BEGINS_BEFORE).year}:
        if year not in calendars.years:
            raise CalendarUnknown(year=year)
