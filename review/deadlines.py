"""Until when a citizen may answer, and the desk must. Both are proposals that the scheme's owner must approve."""

from datetime import date, datetime, timedelta

from common.city_time import city_day

APPEAL_WITHIN = timedelta(days=15)
"""After a decision."""
ANSWERED_WITHIN = 10
"""Working days; holidays are not known here, so an answer may be due earlier than the calendar of holidays asks."""
FRIDAY = 4


def answer_due(sent_at: datetime) -> date:
    """The last day on which what was sent is to be answered."""
    day, left = city_day(sent_at), ANSWERED_WITHIN
    while left:
        day += timedelta(days=1)
        left -= day.weekday() <= FRIDAY
    return day


def appeal_until(decided_at: datetime) -> datetime:
    """The last moment at which a decision may be appealed."""
    return decided_at + APPEAL_WITHIN
