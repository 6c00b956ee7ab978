"""The month or year of which a page tells: written 2026-11 or 2026, by city days."""

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

from common.city_time import month_of, next_month, previous_month
from portal.year.words import period_shown

FIRST_YEAR, LAST_YEAR = 2000, 9998


@dataclass(frozen=True, slots=True)
class Span:
    """A month or year; `last` is its last day, `today` the day on which it is looked at."""

    first: date
    last: date
    today: date

    @property
    def is_year(self) -> bool:
        return (self.last - self.first).days > 31

    @property
    def is_running(self) -> bool:
        return self.today <= self.last

    @property
    def until(self) -> date:
        """The last day that there can be something of."""
        return min(self.today, self.last)

    @property
    def code(self) -> str:
        """As addresses write it."""
        return f"{self.first:%Y}" if self.is_year else f"{self.first:%Y-%m}"

    @property
    def before(self) -> str:
        """The code of the span before."""
        return f"{self.first.year - 1}" if self.is_year else f"{previous_month(self.first):%Y-%m}"

    @property
    def after(self) -> str:
        """The code of the span after; empty where it has not begun."""
        if self.is_running:
            return ""
        return f"{self.first.year + 1}" if self.is_year else f"{next_month(self.first):%Y-%m}"

    @property
    def shown(self) -> str:
        return period_shown(self.code)

    @property
    def before_shown(self) -> str:
        return period_shown(self.before)

    @property
    def after_shown(self) -> str:
        return period_shown(self.after)


def span_of(code: str, today: date) -> Span:
    """Raises `ValueError` for what is no month or year, or has not begun."""
    if re.fullmatch(r"[0-9]{4}", code, re.ASCII):
        year = int(code)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(code)
        span = Span(date(year, 1, 1), date(year, 12, 31), today)
    else:
        first = month_of(code)
        span = Span(first, next_month(first) - timedelta(days=1), today)
    if span.first > today:
        raise ValueError(code)
    return span


def year_before(day: date) -> date:
    """The same day of the year before; of 29 February, the 28th."""
    if (day.month, day.day) == (2, 29) and not isleap(day.year - 1):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
