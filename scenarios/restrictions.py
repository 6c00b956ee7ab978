"""On which city days a plate may not drive: Chengdu's rule by the last digit, read from scenarios/restrictions.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import yaml

from common.city_time import at_city_time, city_day
from scenarios.rules import Source, Standing

FILE = Path(__file__).parent / "restrictions.yaml"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Restriction:
    """Between `begins` and `ends` of a workday, plates with one of the day's last digits stay off the roads."""

    begins: time
    ends: time
    last_digits: Mapping[int, str]
    """By the day of the week, 1 for Monday."""
    holidays: tuple[tuple[date, date], ...]
    standing: Standing
    source: Source

    def applies(self, plate: str, day: date) -> bool:
        """Whether the plate may not drive on that city day. A plate that ends in a letter goes by its last digit."""
        digits = [character for character in plate if character.isdigit()]
        if not digits or any(first <= day <= last for first, last in self.holidays):
            return False
        return digits[-1] in self.last_digits.get(day.isoweekday(), "")

    def next_day(self, plate: str, day: date) -> date | None:
        """The first city day from `day` on, within two weeks, on which the plate may not drive."""
        days = (day + ONE_DAY * number for number in range(14))
        return next((day for day in days if self.applies(plate, day)), None)

    def days_between(self, plate: str, started_at: datetime, ended_at: datetime) -> list[date]:
        """The city days on which part of the restricted hours falls between two moments."""
        first, last = city_day(started_at), city_day(ended_at)
        days = (first + ONE_DAY * number for number in range((last - first).days + 1))
        return [day for day in days if self.applies(plate, day) and self._meets(day, started_at, ended_at)]

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
        holidays=tuple((first, last) for first, last in document["holidays"]),
        standing=Standing(document["standing"]),
        source=Source.from_document(document["source"]),
    )
