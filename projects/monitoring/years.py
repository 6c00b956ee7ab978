"""How much of a report is of each calendar year: as its lines of that year reckon, or else as its days fall."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from methodologies.projects.base import ProjectMethod
from methodologies.projects.stated import Line, Report
from methodologies.projects.troubles import NotReckoned


def shares(method: ProjectMethod, report: Report) -> dict[int, Fraction]:
    """The share of each year, together one. A line is of the year in which it ends.

    Where a year can't be reckoned by its own lines, or none comes to anything, the days of the period decide.
    """
    first, last = int(report.starts_on[:4]), int(report.ends_on[:4])
    if first == last:
        return {first: Fraction(1)}
    grams = {year: _reckoned(method, report, year) for year in range(first, last + 1)}
    known = {year: weight for year, weight in grams.items() if weight is not None}
    if len(known) < len(grams) or not any(known.values()):
        known = {year: Decimal(_days(report, year)) for year in grams}
    whole = sum(known.values())
    return {year: Fraction(weight) / Fraction(whole) for year, weight in known.items()}


def divided(kilograms: int, by_year: dict[int, Fraction]) -> dict[int, int]:
    """So many kilograms in whole ones by year: each year's is rounded down, and what is left over goes to the last."""
    parts = {year: int(kilograms * share) for year, share in sorted(by_year.items())}
    parts[max(parts)] += kilograms - sum(parts.values())
    return {year: part for year, part in parts.items() if part}


def _reckoned(method: ProjectMethod, report: Report, year: int) -> Decimal | None:
    """What a year's lines come to; nought without any, nothing where the method can't say."""
    history = {table.code for table in method.tables if table.history}
    own = [line for line in report.lines if int(line.ends_on[:4]) == year]
    if not own:
        return Decimal(0)
    before = [line for line in report.lines if line.table in history and int(line.ends_on[:4]) < year]
    starts_on, ends_on = _period(report, year, [line for line in own if line.table not in history])
    try:
        result = method.reckon(replace(report, starts_on=starts_on, ends_on=ends_on, lines=(*before, *own)))
    except NotReckoned:
        return None
    return result.reduction_kg


def _period(report: Report, year: int, lines: Sequence[Line]) -> tuple[str, str]:
    """A year of the report; from where its first line begins, were that the year before."""
    starts_on = max(report.starts_on, f"{year}-01-01")
    return min([starts_on, *(line.starts_on for line in lines)]), min(report.ends_on, f"{year}-12-31")


def _days(report: Report, year: int) -> int:
    first = max(date.fromisoformat(report.starts_on), date(year, 1, 1))
    last = min(date.fromisoformat(report.ends_on), date(year, 12, 31))
    return (last - first).days + 1
