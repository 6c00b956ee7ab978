"""The city's day: every act belongs to a day of Asia/Shanghai, whatever clock sent it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CITY_ZONE = ZoneInfo("Asia/Shanghai")


def city_day(moment: datetime) -> date:
    """The day in Chengdu on which an aware moment falls."""
    return moment.astimezone(CITY_ZONE).date()


def day_span(day: date) -> tuple[datetime, datetime]:
    """The first moment of a city day and the first moment after it, both aware."""
    return at_city_time(day, time.min), at_city_time(day + timedelta(days=1), time.min)


def at_city_time(day: date, clock: time) -> datetime:
    """The aware moment at which the clocks of Chengdu show `clock` on `day`."""
    return datetime.combine(day, clock, tzinfo=CITY_ZONE)
