"""A citizen beside themselves: the same days a year before, and only those that both years have. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from activities.telling.diary import Earned
from portal.year.spans import Span, year_before


@dataclass(frozen=True, slots=True)
class Sums:
    """What some days came to: grams, credits, and on how many days something counted."""

    grams: int
    credits: int
    days: int


@dataclass(frozen=True, slots=True)
class Beside:
    """Days from `first` to `last`, and the same ones a year before.

    `is_part` where the citizen began only within the span a year before: the days before that are on neither side.
    """

    first: date
    last: date
    now: Sums
    before: Sums
    is_part: bool

    @property
    def earlier_year(self) -> int:
        return year_before(self.last).year


def sums_of(rows: Iterable[Earned], first: date, last: date) -> Sums:
    """Rows of other days are passed over."""
    own = [row for row in rows if first <= row.day <= last and (row.grams or row.credits)]
    return Sums(sum(row.grams for row in own), sum(row.credits for row in own), len({row.day for row in own}))


def beside_oneself(span: Span, rows: Iterable[Earned], since: date | None) -> Beside | None:
    """`rows` of both years; `since` is the day of the citizen's first act. `None` where they were not here yet."""
    earlier_first, earlier_last = year_before(span.first), year_before(span.until)
    if since is None or since > earlier_last:
        return None
    is_part = since > earlier_first
    start = since if is_part else earlier_first
    first, rows = (_year_after(start) if is_part else span.first), list(rows)
    return Beside(first, span.until, sums_of(rows, first, span.until), sums_of(rows, start, earlier_last), is_part)


def _year_after(day: date) -> date:
    """The same day of the next year; of 29 February, 1 March."""
    return date(day.year + 1, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)
