"""The city's day: every act belongs to a day of Asia/Shanghai, whatever clock sent it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from common.rfc3339 import day_of

CITY_ZONE = ZoneInfo("Asia/Shanghai")


def city_day(moment: datetime) -> date:
    """The day in Chengdu on which an aware moment falls."""
    return moment.astimezone(CITY_ZONE).date()


def city_clock(moment: datetime) -> str:
    """A moment as programs read it, by the clocks of Chengdu: 2026-11-23T08:00:00+08:00."""
    return moment.astimezone(CITY_ZONE).isoformat()


def city_clock_if_any(moment: datetime | None) -> str | None:
    """As `city_clock`; nothing of no moment."""
    return None if moment is None else city_clock(moment)


def month_of(text: str) -> date:
    """The first day of a month written as 2026-11. Raises `ValueError` for all else, and at the calendar's ends."""
    return day_of(f"{text}-01")


def next_month(first: date) -> date:
    """The first day of the month after the one that begins on `first`."""
    return (first + timedelta(days=31)).replace(day=1)


def previous_month(first: date) -> date:
    """The first day of the month before the one that begins on `first`."""
    return (first - timedelta(days=1)).replace(day=1)


def day_span(day: date) -> tuple[datetime, datetime]:
    """The first moment of a city day and the first moment after it, both aware."""
    return at_city_time(day, time.min), at_city_time(day + timedelta(days=1), time.min)


def at_city_time(day: date, clock: time) -> datetime:
    """The aware moment at which the clocks of Chengdu show `clock` on `day`."""
    return datetime.combine(day, clock, tzinfo=CITY_ZONE)
