"""Until when a citizen may answer, and the desk must. Both are proposals that the scheme's owner must approve."""

from datetime import date, datetime, timedelta

from common.city_time import city_day
from scenarios.calendars import years

APPEAL_WITHIN = timedelta(days=15)
"""After a decision."""
ANSWERED_WITHIN = 10
"""Working days; of a year whose holidays are not known yet, an answer is due earlier than they will ask."""


def answer_due(sent_at: datetime) -> date:
    """The last day on which what was sent is to be answered."""
    calendars, day, left = years.current(), city_day(sent_at), ANSWERED_WITHIN
    while left:
        day += timedelta(days=1)
        left -= calendars.is_workday(day)
    return day


def appeal_until(decided_at: datetime) -> datetime:
    """The last moment at which a decision may be appealed."""
    return decided_at + APPEAL_WITHIN
