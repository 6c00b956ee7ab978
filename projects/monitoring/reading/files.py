"""Tells an XLSX file from a CSV one by what it holds, and gives its sheets row by row."""

from collections.abc import Iterator

from channels.files.formats.table import below, lines_of
from common.csv_stream import unmarked
from common.errors import DomainError
from common.typed.letters import plain
from projects.monitoring.reading.cells import Row, Sheet
from projects.monitoring.reading.xlsx import sheets_of
from projects.refusals import NoTable

ARCHIVE = b"PK\x03\x04"


def sheets(content: bytes) -> Iterator[Sheet]:
    """The sheets of a file. Raises `DomainError` for what is no table."""
    if content.startswith(ARCHIVE):
        yield from sheets_of(content)
    else:
        yield Sheet("", _csv_rows(content))


def _csv_rows(content: bytes) -> Iterator[Row]:
    """Every line that holds something, its heading first. Raises `NoTable`."""
    try:
        lines = lines_of(content)
    except DomainError as refused:
        raise NoTable from refused
    head = 1 if plain(lines[0].text).casefold().startswith("sep=") and len(lines) > 1 else 0
    table = below(lines, head)
    yield Row(lines[head].number, [_text(cell) for cell in table.header])
    for line in table.lines:
        try:
            yield Row(line.number, [_text(cell) for cell in table.cells(line)])
        except DomainError as refused:
            yield Row(line.number, [refused])


def _text(cell: str) -> str:
    return unmarked(plain(cell))
