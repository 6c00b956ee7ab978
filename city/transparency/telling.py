"""The page of transparency: each table with what it comes to in a sentence, its latest rows, and its files."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from city.catalogue import addresses
from city.transparency import findings, tables, words
from common.city_time import month_of
from common.open_data.fields import Field, Row, Table, Type, Value, Words
from common.open_data.series import all_series

ROWS_SHOWN = 12
"""The latest. All of them are in the files."""
TALLEST = 100
HIDDEN = "·"
"""Stands where a number is hidden."""


class Bar(NamedTuple):
    """`width` in percent of the longest: each chart begins at nought."""

    label: str
    value: str
    width: Decimal


class Line(NamedTuple):
    heading: str
    cells: Sequence[tuple[str, str, bool]]
    """Each with its column's title and whether it is a number."""


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    title: str
    finding: str
    meaning: str
    columns: Sequence[tuple[str, bool]]
    lines: Sequence[Line]
    is_cut: bool
    csv: str
    json: str
    bars: Sequence[Bar] = field(default_factory=list)


class Asked(NamedTuple):
    """How a table is shown: its finding, the number of which bars are drawn, whether its rows are in order of time."""

    table: Table
    finding: Callable[[Sequence[Row]], str]
    bar: str = ""
    is_timed: bool = True


SECTIONS = (
    Asked(tables.CREDITS, findings.credits, "issued"),
    Asked(tables.BUDGETS, findings.budgets),
    Asked(tables.ACTS, findings.acts, "refused"),
    Asked(tables.REFUSALS, findings.refusals),
    Asked(tables.ANSWERS, findings.answers),
    Asked(tables.DELAYS, findings.delays),
    Asked(tables.WAITING, findings.waiting, "number", is_timed=False),
    Asked(tables.FREEZES, findings.freezes),
)


def sections() -> Iterator[Section]:
    for asked in SECTIONS:
        yield _section(asked)


def _section(asked: Asked) -> Section:
    table, rows = asked.table, list(asked.table.rows())
    series = all_series()[f"transparency-{table.name}"]
    latest = rows[-ROWS_SHOWN:][::-1] if asked.is_timed else rows
    shown = _shown(table)
    return Section(
        name=series.name,
        title=str(table.title),
        finding=asked.finding(rows),
        meaning=str(table.meaning),
        columns=[(str(one.title), _is_number(one)) for one in shown],
        lines=[_line(table, shown, row) for row in latest],
        is_cut=len(rows) > len(latest),
        csv=addresses.of_file(series, "csv"),
        json=addresses.of_file(series, "json"),
        bars=_bars(table, shown, rows[-ROWS_SHOWN:], asked.bar) if asked.bar else [],
    )


def _shown(table: Table) -> list[Field]:
    """The fields in the reader's language; codes that only programs need are left out where there is a name."""
    own = "_zh" if (get_language() or "").startswith("zh") else "_en"
    other = "_en" if own == "_zh" else "_zh"
    has_name = any(one.name == f"name{own}" for one in table.fields)
    shown = [one for one in table.fields if not one.name.endswith(other)]
    return [one for one in shown if not (has_name and one.name in table.key)]


def _line(table: Table, shown: Sequence[Field], row: Row) -> Line:
    values = dict(zip((one.name for one in table.fields), row, strict=True))
    first, *others = shown
    cells = [(str(one.title), told(one, values[one.name]), _is_number(one)) for one in others]
    return Line(told(first, values[first.name]), cells)


def _bars(table: Table, shown: Sequence[Field], rows: Sequence[Row], name: str) -> list[Bar]:
    """Of a number that is never negative and not hidden, the earliest first; one alone is told, not drawn."""
    fields = [one.name for one in table.fields]
    place, heading = fields.index(name), fields.index(shown[0].name)
    found = [(row[heading], row[place]) for row in rows]
    numbers = [(label, value) for label, value in found if isinstance(value, int) and value >= 0]
    most = max((value for _label, value in numbers), default=0)
    if len(numbers) < 2 or not most:
        return []
    unit = table.fields[place]
    return [
        Bar(told(shown[0], label), told(unit, value), round(Decimal(TALLEST * value) / most, 1))
        for label, value in numbers
    ]


def told(one: Field, value: Value) -> str:
    """A value as people read it."""
    if value is None:
        return HIDDEN if one.type is Type.WHOLE else ""
    if one.codes is not None:
        return _code(one, value)
    match one.type:
        case Type.WHOLE:
            return _whole(one, int(value))
        case Type.MONTH:
            return date_format(month_of(str(value)), "YEAR_MONTH_FORMAT")
        case Type.DAY:
            day = parse_date(str(value))
            return date_format(day, "DATE_FORMAT") if day else str(value)
        case Type.MOMENT:
            moment = parse_datetime(str(value))
            return date_format(localtime(moment), "DATETIME_FORMAT") if moment else str(value)
        case _:
            return str(value)


def _code(one: Field, value: Value) -> str:
    said: dict[str, Words] = dict(one.coded)
    return str(said.get(str(value), value))


def _whole(one: Field, number: int) -> str:
    """What is told in steps and comes to none of them is not nothing."""
    if number == 0 and one.step > 1:
        return _with_unit(words.in_steps(number, one.step), one.unit)
    return _with_unit(words.grouped(number), one.unit)


def _with_unit(number: str, unit: str) -> str:
    """Of hours and days; credits are what the page is about."""
    if unit == "h":
        return _("%(number)s h") % {"number": number}
    if unit == "d":
        return _("%(number)s days") % {"number": number}
    return number


def _is_number(one: Field) -> bool:
    return one.type is Type.WHOLE
