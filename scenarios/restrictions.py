"""On which city days a plate may not drive: Chengdu's rule by the last digit, on days that are no holidays."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from common.city_time import at_city_time, city_day
from lists import reading
from scenarios.calendars import years
from scenarios.calendars.rotation import LIST, Rotation
from scenarios.calendars.years import Calendars, Stretch
from scenarios.refusals import HolidaysUnknown

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Restriction:
    """The rotation that holds on each day, on workdays of the calendar; a weekend that is worked is not restricted."""

    rotations: Sequence[tuple[date, Rotation]]
    """Each with the day from which on it holds, earliest first."""
    calendars: Calendars

    @property
    def holidays(self) -> Mapping[int, Collection[Stretch]]:
        """By year; of another year nothing is known."""
        return {year: self.calendars.of(year) for year in self.calendars.years}

    def rotation_on(self, day: date) -> Rotation | None:
        """The one that holds on that day; nothing before the first."""
        return next((rotation for begin, rotation in reversed(self.rotations) if begin <= day), None)

    def applies(self, plate: str, district: str, day: date) -> bool:
        """Whether a plate of that district may not drive on that city day. Raises `HolidaysUnknown`."""
        rotation = self.rotation_on(day)
        if rotation is None or not rotation.names(plate, district, day):
            return False
        if day.year not in self.calendars.years:
            raise HolidaysUnknown(year=str(day.year))
        return not self.calendars.is_holiday(day)

    def next_day(self, plate: str, district: str, day: date) -> date | None:
        """The first city day from `day` on, within two weeks and a year that is known, on which it may not drive."""
        days = (day + ONE_DAY * number for number in range(14))
        known = (day for day in days if day.year in self.calendars.years)
        return next((day for day in known if self.applies(plate, district, day)), None)

    def days_between(self, plate: str, district: str, started_at: datetime, ended_at: datetime) -> list[date]:
        """The city days on which part of the restricted hours falls between two moments. Raises `HolidaysUnknown`."""
        first, last = city_day(started_at), city_day(ended_at)
        days = (first + ONE_DAY * number for number in range((last - first).days + 1))
        return [day for day in days if self._meets(day, started_at, ended_at) and self.applies(plate, district, day)]

    def _meets(self, day: date, started_at: datetime, ended_at: datetime) -> bool:
        rotation = self.rotation_on(day)
        if rotation is None:
            return False
        return started_at < at_city_time(day, rotation.ends) and at_city_time(day, rotation.begins) < ended_at


def restriction() -> Restriction:
    """The rule as the desk has confirmed it."""
    return _of(reading.current())


@lru_cache(maxsize=2)
def _of(book: reading.Book) -> Restriction:
    rotations = [(begin, Rotation.from_document(document)) for begin, document in book.dated(LIST)]
    return Restriction(rotations, years.of(book))
