"""What is public of the roll-ups, for pages, pictures and open data: everything that may leave the house leaves here.

A figure is the sum of published ones (ADR 0089): of days for the whole city, of released months for districts,
scenarios and grades of evidence. So weeks, months and years add nothing to what is known already, and a table's rows
with `rest` always come to its total. What is too small is hidden: `None`, never 0; a sum that has hidden parts says how
many in `left_out`. Nothing is summed from acts here: each function is one to three questions to small tables.

    today(now)                           the day so far                              Table, of a total alone
    since_start()                        all days so far                             Table, of a total alone
    by_period(unit, before=, count=)     the last periods of the city                rows keyed 2026-11-30, 2026-W48 …
    by_district(period)                  a released month, year, or all months       rows keyed by District, none, rest
    by_scenario(period, district=)       … of the city, or of one district           rows keyed by scenario code, rest
    by_evidence(period)                  … by how well acts are proven               rows keyed by Evidence, rest
    over_time(unit, district=/scenario=) a district or a scenario, month by month    rows keyed 2026-10 or 2026
    released(unit)                       the months or years for which there is a table

`period` is a name that `released` gave, or `None` for all released months together; one that is not gives no rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db.models import Max, QuerySet, Sum

from accounts.districts import District
from city.rollups.models import PublishedCell, PublishedDay, RolledDay
from city.rollups.periods import Unit, name_of
from common.city_time import city_day, next_month

ALL, REST, NONE = PublishedCell.ALL, PublishedCell.REST, PublishedCell.NONE


@dataclass(frozen=True, slots=True)
class Note:
    """Acts that changed a figure after it was published first, and when the last of them did."""

    late: int
    taken_back: int
    revised_at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """Acts, whole grams of CO2 avoided and whole credits; `None` where they are hidden.

    `citizens` is a lower bound, a multiple of five, and `None` also where it is not told, as for sums of days.
    `left_out` is how many days or months of the period are hidden, and so are not in the sum.
    """

    key: str
    acts: int | None = None
    grams: int | None = None
    credits: int | None = None
    citizens: int | None = None
    left_out: int = 0
    note: Note | None = None

    @property
    def is_hidden(self) -> bool:
        return self.acts is None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with their total, the first and last day that they tell of, and the moment of which they are true."""

    rows: Sequence[Row] = ()
    total: Row = field(default_factory=lambda: Row(ALL))
    as_of: datetime | None = None
    since: date | None = None
    until: date | None = None


class _Part(NamedTuple):
    """A published figure on its way into a sum; hidden where `acts` is `None`."""

    acts: int | None
    grams: int | None
    credits: int | None
    citizens: int | None = None
    note: Note | None = None


def today(now: datetime) -> Table:
    """What was scored of today’s acts, up to `as_of`; hidden while they are of too few citizens."""
    day = city_day(now)
    return _of_total(PublishedDay.objects.filter(day=day))


def since_start() -> Table:
    """What was done on all days, today’s part included."""
    return _of_total(PublishedDay.objects.all())


def by_period(unit: Unit, *, before: date, count: int) -> Table:
    """The last `count` periods with days before that one, the earliest first; without an act a period has no row."""
    published = {day.day: day for day in PublishedDay.objects.filter(day__lt=before)}
    done = RolledDay.objects.filter(day__lt=before).values_list("day", flat=True)
    days = sorted({*published, *done})
    grouped = [(name, list(of)) for name, of in groupby(days, lambda day: name_of(unit, day))][-count:]
    rows = [_row(name, (_of_day(published.get(day)) for day in of)) for name, of in grouped]
    citizens = _citizens_of_months() if unit is Unit.MONTH else {}
    shown = [published[day] for _name, of in grouped for day in of if day in published]
    return Table(
        rows=[replace(row, citizens=citizens[row.key]) if row.key in citizens else row for row in rows],
        total=_row(ALL, (_of_day(day) for day in shown)),
        as_of=max((day.until for day in shown), default=None),
        since=grouped[0][1][0] if grouped else None,
        until=grouped[-1][1][-1] if grouped else None,
    )


def by_district(period: str | None) -> Table:
    """Every district, also one in which nothing was done; `none` and `rest` only where there is something."""
    cells = _cells(period).filter(scenario=ALL, evidence=ALL)
    return _table(cells, "district", always=District.values)


def by_scenario(period: str | None, *, district: str = ALL) -> Table:
    """The scenarios of which anything was done; of a district where too little was done to be split, all is `rest`."""
    cells = _cells(period).filter(district=district, evidence=ALL)
    return _table(cells, "scenario")


def by_evidence(period: str | None) -> Table:
    return _table(_cells(period).filter(district=ALL, scenario=ALL), "evidence")


def over_time(unit: Unit, *, district: str = ALL, scenario: str = ALL) -> Table:
    """Released months or years, the earliest first, of a district or of a scenario or of one within the other."""
    cells = list(PublishedCell.objects.filter(district=district, scenario=scenario, evidence=ALL).order_by("month"))
    named = groupby(cells, lambda cell: name_of(unit, cell.month))
    rows = [_row(name, map(_of_cell, of)) for name, of in named]
    return _told(rows, _row(ALL, map(_of_cell, cells)), cells)


def released(unit: Unit) -> Sequence[str]:
    """The names of months or years, the latest first."""
    months = _totals_of_months().order_by("-month").values_list("month", flat=True)
    return list(dict.fromkeys(name_of(unit, month) for month in months))


def _of_total(days: QuerySet[PublishedDay]) -> Table:
    sums = days.aggregate(acts=Sum("acts"), grams=Sum("grams"), credits=Sum("credits"), as_of=Max("until"))
    as_of = sums.pop("as_of")
    found = list(days[:2])
    citizens = found[0].citizens if len(found) == 1 else None
    return Table(total=Row(ALL, citizens=citizens, **sums), as_of=as_of)


def _citizens_of_months() -> dict[str, int | None]:
    """The lower bounds that were released with each month."""
    totals = _totals_of_months().values_list("month", "citizens")
    return {name_of(Unit.MONTH, month): citizens for month, citizens in totals}


def _totals_of_months() -> QuerySet[PublishedCell]:
    """One for each month that is released, however many figures it has."""
    return PublishedCell.objects.filter(district=ALL, scenario=ALL, evidence=ALL)


def _cells(period: str | None) -> QuerySet[PublishedCell]:
    cells = PublishedCell.objects.order_by("month")
    if period is None:
        return cells
    year, _dash, month = period.partition("-")
    if not year.isdigit() or (month and not month.isdigit()):
        return cells.none()
    return cells.filter(month__year=int(year), **({"month__month": int(month)} if month else {}))


def _table(cells: QuerySet[PublishedCell], of: str, *, always: Sequence[str] = ()) -> Table:
    """Rows by one dimension, `rest` last, beside the total of the same months."""
    every = list(cells)
    months = {cell.month for cell in every}
    found: dict[str, list[_Part]] = {key: [] for key in always}
    for cell in every:
        found.setdefault(getattr(cell, of), []).append(_of_cell(cell))
    total = _row(ALL, found.pop(ALL, ()))
    rest = found.pop(REST, None)
    if not months:
        return Table()
    rows = [_row(key, parts) if parts else Row(key, 0, 0, 0, 0) for key, parts in found.items()]
    return _told([*rows, *([_row(REST, rest)] if rest else [])], total, every)


def _told(rows: Sequence[Row], total: Row, cells: Sequence[PublishedCell]) -> Table:
    return Table(
        rows=rows,
        total=total,
        as_of=max((cell.released_at for cell in cells), default=None),
        since=min((cell.month for cell in cells), default=None),
        until=max((next_month(cell.month) - timedelta(days=1) for cell in cells), default=None),
    )


def _row(key: str, parts: Iterable[_Part]) -> Row:
    every = list(parts)
    shown = [part for part in every if part.acts is not None]
    hidden = len(every) - len(shown)
    if not shown:
        return Row(key, left_out=hidden)
    acts, grams, credits = (sum(column) for column in zip(*(part[:3] for part in shown), strict=True))
    citizens = every[0].citizens if len(every) == 1 else None
    return Row(key, acts, grams, credits, citizens, hidden, _noted(shown))


def _noted(parts: Sequence[_Part]) -> Note | None:
    notes = [part.note for part in parts if part.note]
    if not notes:
        return None
    late, taken_back = sum(note.late for note in notes), sum(note.taken_back for note in notes)
    return Note(late, taken_back, max(note.revised_at for note in notes))


def _of_day(day: PublishedDay | None) -> _Part:
    if day is None:
        return _Part(None, None, None)
    note = Note(day.late, day.taken_back, day.revised_at) if day.revised_at else None
    return _Part(day.acts, day.grams, day.credits, day.citizens, note)


def _of_cell(cell: PublishedCell) -> _Part:
    return _Part(cell.acts, cell.grams, cell.credits, cell.citizens)
