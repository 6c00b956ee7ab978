"""Out of the rows of a sheet the lines of a report, or everything that is to be mended in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from common.errors import DomainError
from common.texts import in_reader_language
from common.typed import numbers, times
from common.typed.letters import header
from methodologies.projects.asked import Table
from methodologies.projects.base import ProjectMethod
from methodologies.projects.writing import exact
from projects.monitoring.reading.cells import Cell, Row, Sheet, Wrong
from projects.monitoring.reading.headings import ENDS_ON, SOURCE, STARTS_ON, Column, columns, headed
from projects.monitoring.reading.words import EXAMPLE
from projects.monitoring.reading.xlsx import SHOWN_DIGITS
from projects.refusals import HeadingMissing, HeadingTwice, HeadingUnknown, SourceAsNumber, SourceTooLong

LONGEST_SOURCE = 80
A_POWER = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]+\Z", re.IGNORECASE)
"""How a spreadsheet writes a long number into a CSV file: 1.23457E+14."""
EXAMPLES = frozenset(map(header, EXAMPLE.values()))


class Placed(NamedTuple):
    """A column of the file: where it stands, how the file calls it, and the unit that its heading names."""

    place: int
    heading: str
    column: Column
    unit: str


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line that was read, and where it stands, so that what is found wrong later is told there."""

    table: str
    source: str
    starts_on: date
    ends_on: date
    values: dict[str, str]
    units: dict[str, str]
    sheet: str
    row: int
    placed: Sequence[Placed]

    def wrong(self, where: str, sentence: str) -> Wrong:
        """Something to mend in this line, at the column that it names."""
        for place, heading, column, _unit in self.placed:
            if column.name == where:
                return Wrong(sentence, self.sheet, self.row, place, heading)
        return Wrong(sentence, self.sheet, self.row)


def read_sheet(method: ProjectMethod, table: Table, sheet: Sheet) -> Iterator[ReadLine | Wrong]:
    """Each line of a sheet, or what is to be mended; of a heading that can't be read no line is tried."""
    rows = (row for row in sheet.rows if not row.is_blank)
    head = next(rows, None)
    if head is None:
        return
    placed = list(_placed(method, table, sheet.name, head))
    wrongs = [each for each in placed if isinstance(each, Wrong)]
    if wrongs:
        yield from wrongs
        return
    found = [each for each in placed if isinstance(each, Placed)]
    for row in rows:
        yield from _line(table, sheet.name, row, found)


def _placed(method: ProjectMethod, table: Table, sheet: str, head: Row) -> Iterator[Placed | Wrong]:
    known, seen = headed(method, table), set()
    for place, cell in enumerate(head.cells):
        heading = str(cell)
        if not heading:
            continue
        column, unit = known.get(header(heading), (None, ""))
        if column is None:
            yield Wrong(HeadingUnknown(heading=heading[:LONGEST_SOURCE]).sentence, sheet, head.number, place, heading)
        elif column.name in seen:
            yield Wrong(HeadingTwice(heading=heading).sentence, sheet, head.number, place, heading)
        else:
            seen.add(column.name)
            yield Placed(place, heading, column, unit)
    for column in columns(method, table):
        if column.name not in seen and not column.is_optional:
            missing = HeadingMissing(heading=in_reader_language(column.label))
            yield Wrong(missing.sentence, sheet, head.number)


def _line(table: Table, sheet: str, row: Row, placed: Sequence[Placed]) -> Iterator[ReadLine | Wrong]:
    if isinstance(unread := row.cells[0], DomainError) and len(row.cells) == 1:
        yield Wrong(unread.sentence, sheet, row.number)
        return
    said: dict[str, str | date] = {}
    wrongs = []
    for place, heading, column, _unit in placed:
        try:
            said[column.name] = _said(column, row.cells[place] if place < len(row.cells) else "")
        except DomainError as refused:
            wrongs.append(Wrong(refused.sentence, sheet, row.number, place, heading))
    if header(str(said.get(SOURCE, ""))) in EXAMPLES:
        return
    if wrongs:
        yield from wrongs
        return
    source, starts_on, ends_on = (said.pop(name) for name in (SOURCE, STARTS_ON, ENDS_ON))
    assert isinstance(starts_on, date)
    assert isinstance(ends_on, date)
    values = {name: str(value) for name, value in said.items() if value != ""}
    units = {each.column.name: each.unit for each in placed if each.unit and each.column.name in values}
    yield ReadLine(table.code, str(source), starts_on, ends_on, values, units, sheet, row.number, placed)


def _said(column: Column, cell: Cell) -> str | date:
    """What a cell says, as the column reads it. Raises `DomainError`."""
    if isinstance(cell, DomainError):
        raise cell
    label = in_reader_language(column.label)
    if column.name in (STARTS_ON, ENDS_ON):
        return cell if isinstance(cell, date) else times.day(str(cell), label=label)
    if isinstance(cell, date):
        cell = cell.isoformat()
    if column.field is None:
        return _source(cell, label)
    if column.field.options:
        return _option(column, str(cell))
    return _number(column, cell, label)


def _source(cell: str | Decimal, label: str) -> str:
    """Raises `SourceTooLong`, `SourceAsNumber` where digits were lost, so that one meter would be taken for another."""
    if A_POWER.match(cell) if isinstance(cell, str) else cell.adjusted() >= SHOWN_DIGITS:
        raise SourceAsNumber(label=label)
    source = exact(cell) if isinstance(cell, Decimal) else cell
    if len(source) > LONGEST_SOURCE:
        raise SourceTooLong(label=label, most=LONGEST_SOURCE)
    return source


def _option(column: Column, cell: str) -> str:
    """The option's code, whichever of its words the cell has; another word is left for the method to refuse."""
    assert column.field is not None
    for option in column.field.options:
        if header(cell) in {header(option.code), *map(header, option.label.values())}:
            return option.code
    return cell


def _number(column: Column, cell: str | Decimal, label: str) -> str:
    assert column.field is not None
    if isinstance(cell, str):
        read = numbers.decimal(cell, label=label, places=column.field.decimals)
        return "" if read is None else exact(read)
    return exact(cell)
