"""Reads a whole file: its lines, or everything that is to be mended in it."""

from collections.abc import Iterator
from typing import NamedTuple

from common.texts import in_reader_language, listed
from common.typed.letters import header
from methodologies.projects.asked import Table
from methodologies.projects.base import ProjectMethod
from projects.monitoring.reading.cells import Sheet, Wrong
from projects.monitoring.reading.files import sheets
from projects.monitoring.reading.headings import table_called
from projects.monitoring.reading.lines import ReadLine, read_sheet
from projects.monitoring.reading.words import NOTES
from projects.refusals import NoLinesInFile, SheetUnknown, TooManyLines

MOST_LINES = 5_000
"""A sink has steps for each of its lines: this many are reckoned in a second and kept in some megabytes."""
MOST_WRONGS = 500
"""More than anybody mends before the file is sent again."""
PASSED_OVER = frozenset(map(header, NOTES.values()))


class Collected(NamedTuple):
    """What a file holds: its lines, and all of it that can't be read."""

    lines: list[ReadLine]
    wrongs: list[Wrong]


def collect(method: ProjectMethod, content: bytes, table: Table) -> Collected:
    """Reads a file; `table` is that of one without sheets that are called as tables are.

    Raises `NoLinesInFile`, `TooManyLines`, and as `sheets`.
    """
    lines: list[ReadLine] = []
    wrongs: list[Wrong] = []
    for each in _each(method, content, table):
        if isinstance(each, ReadLine):
            lines.append(each)
        elif len(wrongs) < MOST_WRONGS:
            wrongs.append(each)
        if len(lines) > MOST_LINES:
            raise TooManyLines(most=MOST_LINES)
    if not lines and not wrongs:
        raise NoLinesInFile
    return Collected(lines, wrongs)


def _each(method: ProjectMethod, content: bytes, table: Table) -> Iterator[ReadLine | Wrong]:
    for sheet in sheets(content):
        if header(sheet.name) in PASSED_OVER:
            continue
        named = table_called(method, sheet.name) if sheet.name else table
        yield from _unknown(method, sheet) if named is None else read_sheet(method, named, sheet)


def _unknown(method: ProjectMethod, sheet: Sheet) -> Iterator[Wrong]:
    """A sheet that is no table's may be there as long as it is empty, as those are that programs add."""
    if any(not row.is_blank for row in sheet.rows):
        tables = listed(in_reader_language(table.label) for table in method.tables)
        yield Wrong(SheetUnknown(tables=tables).sentence, sheet.name)
