"""Reads a whole file: its lines, or everything that is to be mended in it."""

from collections.abc import Iterator

from common.texts import in_reader_language, listed
from common.typed.letters import header
from methodologies.projects.asked import Table
from methodologies.projects.base import ProjectMethod
from methodologies.projects.stated import Line
from projects.monitoring.reading.cells import Sheet, Wrong
from projects.monitoring.reading.files import sheets
from projects.monitoring.reading.headings import table_called
from projects.monitoring.reading.lines import ReadLine, read_sheet
from projects.monitoring.reading.words import NOTES
from projects.refusals import LinesRefused, NoLinesInFile, SheetUnknown, TooManyLines

MOST_LINES = 10_000
MOST_WRONGS = 500
"""More than anybody mends before the file is sent again."""
PASSED_OVER = frozenset(map(header, NOTES.values()))


def read(method: ProjectMethod, content: bytes, table: Table) -> list[ReadLine]:
    """The lines of a file; `table` is that of one without sheets that are called as tables are.

    Raises `LinesRefused` with all that is wrong, `NoLinesInFile`, `TooManyLines`, and as `sheets`.
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
    if wrongs:
        raise LinesRefused(wrongs=wrongs)
    if not lines:
        raise NoLinesInFile
    return lines


def _each(method: ProjectMethod, content: bytes, table: Table) -> Iterator[ReadLine | Wrong]:
    for sheet in sheets(content):
        if header(sheet.name) in PASSED_OVER:
            continue
        named = table_called(method, sheet.name) if sheet.name else table
        if named is None:
            yield from _unknown(method, sheet)
            continue
        for each in read_sheet(method, named, sheet):
            wrongs = list(_to_mend(method, each)) if isinstance(each, ReadLine) else []
            yield from wrongs
            if not wrongs:
                yield each


def _to_mend(method: ProjectMethod, line: ReadLine) -> Iterator[Wrong]:
    """What the method says of a line that could be read."""
    days = line.starts_on.isoformat(), line.ends_on.isoformat()
    for trouble in method.check_line(Line(line.table, line.source, *days, line.values, line.units)):
        yield line.wrong(trouble.where, in_reader_language(trouble.sentence))


def _unknown(method: ProjectMethod, sheet: Sheet) -> Iterator[Wrong]:
    """A sheet that is no table's may be there as long as it is empty, as those are that programs add."""
    if any(not row.is_blank for row in sheet.rows):
        tables = listed(in_reader_language(table.label) for table in method.tables)
        yield Wrong(SheetUnknown(tables=tables).sentence, sheet.name)
