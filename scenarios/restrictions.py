"""On which city days a plate may not drive: Chengdu's rule by the last digit, read from scenarios/restrictions.yaml."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import yaml

from common.city_time import at_city_time, city_day
from scenarios.refusals import HolidaysUnknown
from scenarios.rules import Source, Standing

FILE = Path(__file__).parent / "restrictions.yaml"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Restriction:
    """Between `begins` and `ends` of a workday, plates with one of the day's last digits stay off the roads.

    Only cars of `districts` are asked to; a car of which no district is known is taken for one of them.
    """

    begins: time
    ends: time
    last_digits: Mapping[int, str]
    """By the day of the week, 1 for Monday."""
    districts: Collection[str]
    holidays: Mapping[int, tuple[tuple[date, date], ...]]
    """By year; of another year nothing is known."""
    standing: Standing
    source: Source

    def applies(self, plate: str, district: str, day: date) -> bool:
        """Whether a plate of that district may not drive on that city day. Raises `HolidaysUnknown`.

        A plate that ends in a letter goes by its last digit.
        """
        digits = [character for character in plate if character.isdigit()]
        if district and district not in self.districts:
            return False
        if not digits or digits[-1] not in self.last_digits.get(day.isoweekday(), ""):
            return False
        if day.year not in self.holidays:
            raise HolidaysUnknown(year=str(day.year))
        return not any(first <= day <= last for first, last in self.holidays[day.year])

    def next_day(self, plate: str, district: str, day: date) -> date | None:
        """The first city day from `day` on, within two weeks and a year that is known, on which it may not drive."""
        days = (day + ONE_DAY * number for number in range(14))
        known = (day for day in days if day.year in self.holidays)
        return next((day for day in known if self.applies(plate, district, day)), None)

    def days_between(self, plate: str, district: str, started_at: datetime, ended_at: datetime) -> list[date]:
        """The city days on which part of the restricted hours falls between two moments. Raises `HolidaysUnknown`."""
        first, last = city_day(started_at), city_day(ended_at)
        days = (first + ONE_DAY * number for number in range((last - first).days + 1))
        return [day for day in days if self._meets(day, started_at, ended_at) and self.applies(plate, district, day)]

    def _meets(self, day: date, started_at: datetime, ended_at: datetime) -> bool:
        return started_at < at_city_time(day, self.ends) and at_city_time(day, self.begins) < ended_at


@cache
def restriction() -> Restriction:
    """The rule as the file states it."""
    with FILE.open(encoding="utf-8") as file:
        document = yaml.safe_load(file)
    return Restriction(
        begins=time.fromisoformat(document["hours"]["from"]),
        ends=time.fromisoformat(document["hours"]["until"]),
        last_digits=document["last_digits"],
        districts=frozenset(document["districts"]),
        holidays={
            year: tuple((first, last) for first, last in stated["holidays"])
            for year, stated in document["years"].items()
        },
        standing=Standing(document["standing"]),
        source=Source.from_document(document["source"]),
    )
