"""What a household would have used: last year's same days or its own average, from its own readings. Pure."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

Reading = tuple[date, int]
"""A day, and what the meter showed on it."""

LEAST_DAYS_OF_AN_AVERAGE = 20


def reference_of(readings: Sequence[Reading], first: date, last: date) -> int | None:
    """The use in the same days of the year before, else at the average before `first`; rounded down.

    Nothing where the readings, earliest first, tell neither.
    """
    same_days = used_between(readings, year_before(first), year_before(last))
    if same_days is not None:
        return same_days
    return _at_the_average([reading for reading in readings if reading[0] <= first], (last - first).days)


def used_between(readings: Sequence[Reading], first: date, last: date) -> int | None:
    """What went through between two days, each read off the straight line between its neighbouring readings."""
    begin, end = _shown_on(readings, first), _shown_on(readings, last)
    return None if begin is None or end is None else int(end - begin)


def year_before(day: date) -> date:
    """The same day of the year before; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _shown_on(readings: Sequence[Reading], day: date) -> Fraction | None:
    for (before, low), (after, high) in pairwise(readings):
        if before <= day <= after:
            return low + Fraction((high - low) * (day - before).days, (after - before).days)
    return None


def _at_the_average(readings: Sequence[Reading], days: int) -> int | None:
    if not readings:
        return None
    (begin, low), (end, high) = readings[0], readings[-1]
    span = (end - begin).days
    return None if span < LEAST_DAYS_OF_AN_AVERAGE else (high - low) * days // span
