"""The holidays of each year and the weekend days that are worked for them, as the desk has confirmed them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from lists import reading
from scenarios.rules import Source, Standing

LIST = "calendar"
HOLIDAYS = {
    "new-year": _("New Year"),
    "spring-festival": _("Spring Festival"),
    "qingming": _("Qingming Festival"),
    "labour-day": _("Labour Day"),
    "dragon-boat": _("Dragon Boat Festival"),
    "mid-autumn": _("Mid-Autumn Festival"),
    "national-day": _("National Day"),
}
"""In the order of the year."""
ANNOUNCED_FROM = 10
"""The month from which on the next year's holidays are looked for: the notices of 2025 and 2026 came in November."""
FRIDAY = 5
NEW_YEAR_BEGINS_BEFORE = timedelta(days=3)
"""How long before its year the holiday of New Year may begin."""
Stretch = tuple[date, date]


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """The days off of a year, the first and the last of each holiday by its code, and the weekend days that are worked.

    New Year's holiday may begin in the year before.
    """

    holidays: Mapping[str, Stretch]
    workdays: Collection[date]
    standing: Standing
    source: Source

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "YearCalendar":
        """Raises `KeyError` or `ValueError` where the document is no calendar."""
        return cls(
            holidays={
                holiday["code"]: (date.fromisoformat(holiday["first"]), date.fromisoformat(holiday["last"]))
                for holiday in document["holidays"]
            },
            workdays=frozenset(map(date.fromisoformat, document["workdays"])),
            standing=Standing(document["standing"]),
            source=Source.from_document(document["source"]),
        )


@dataclass(frozen=True, slots=True)
class Calendars:
    """Of every year that is known."""

    years: Mapping[int, YearCalendar]

    def is_holiday(self, day: date) -> bool:
        """Of a year that is not known it tells nothing."""
        return any(first <= day <= last for first, last in (*self.of(day.year), *self.of(day.year + 1)))

    def is_workday(self, day: date) -> bool:
        """Of a year that is not known every day from Monday to Friday is one."""
        if day.year in self.years and day in self.years[day.year].workdays:
            return True
        return day.isoweekday() <= FRIDAY and not self.is_holiday(day)

    def of(self, year: int) -> Collection[Stretch]:
        """The first and the last day of each holiday of a year."""
        return self.years[year].holidays.values() if year in self.years else ()


def current() -> Calendars:
    return of(reading.current())


@lru_cache(maxsize=2)
def of(book: reading.Book) -> Calendars:
    return Calendars({int(year): YearCalendar.from_document(said) for year, said in book.last(LIST).items()})


def missing_years(today: date) -> list[int]:
    """Of which years the holidays should be known by now and are not."""
    wanted = [today.year, today.year + 1] if today.month >= ANNOUNCED_FROM else [today.year]
    return [year for year in wanted if year not in current().years]
