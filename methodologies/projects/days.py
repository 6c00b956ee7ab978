"""Days as people and files write them, 2025-12-31, and how many lie between two of them.

Written out since methods know no calendar of a program; text of this form stands in the order of its days.
"""

import re

_FORM = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DAYS_OF_YEAR = 365


def is_day(text: str) -> bool:
    """Whether that is a day of the calendar."""
    if not _FORM.fullmatch(text):
        return False
    year, month, day = map(int, text.split("-"))
    return day <= _LENGTHS[month - 1] + (month == 2 and is_leap(year))


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def ordinal(text: str) -> int:
    """The number of a day, counted from the first of the year 1."""
    year, month, day = map(int, text.split("-"))
    past = year - 1
    whole = past * DAYS_OF_YEAR + past // 4 - past // 100 + past // 400
    return whole + sum(_LENGTHS[: month - 1]) + (month > 2 and is_leap(year)) + day


def days(starts_on: str, ends_on: str) -> int:
    """How many days a period has, the first and the last among them."""
    return ordinal(ends_on) - ordinal(starts_on) + 1


def year_of(day: str) -> int:
    return int(day[:4])


def days_in(year: int) -> int:
    return DAYS_OF_YEAR + is_leap(year)
