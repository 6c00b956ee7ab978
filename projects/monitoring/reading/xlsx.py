"""Sheets of an XLSX file, read row by row and within bounds, each number as a spreadsheet shows it."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from common.csv_stream import unmarked
from common.typed.letters import plain
from projects.monitoring.reading.cells import Cell, Row, Sheet
from projects.refusals import FormulaCell, MergedCells, NoTable, TableUnpacksTooBig

MOST_UNPACKED = 100 * 1024**2
MOST_COLUMNS = 60
MOST_ROWS = 60_000
"""With blank ones between the lines."""
SHOWN_DIGITS = 15
"""What spreadsheets keep of a number: 0.1 + 0.2 is 0.3 in one, and 0.30000000000000004 in its file."""
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
PIECE = 1024**2
LONGEST_TAG = 200


def sheets_of(content: bytes) -> Iterator[Sheet]:
    """The sheets that are shown. Raises `NoTable`, `TableUnpacksTooBig`, `MergedCells`."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise TableUnpacksTooBig
        # Formulas as such and not what they came to last: who would know when that was?
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                _check_merged(archive, sheet)
                yield Sheet(plain(sheet.title), _rows(sheet))
    # Whatever a file that somebody made by hand brings a library to.
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        EOFError,
        SyntaxError,
    ) as error:
        raise NoTable from error


def _check_merged(archive: zipfile.ZipFile, sheet: Any) -> None:
    """Looks for them in the sheet's own part: read row by row, a library shows them as empty cells."""
    found: list[str] = []
    with archive.open(sheet._worksheet_path.lstrip("/")) as part:
        before = b""
        while piece := part.read(PIECE):
            found += [match.decode() for match in MERGED.findall(before + piece)]
            before = (before + piece)[-LONGEST_TAG:]
    if found:
        raise MergedCells(cells="、".join(dict.fromkeys(found[:5])))


def _rows(sheet: Any) -> Iterator[Row]:
    # What a file says of its own size may be wrong, and then rows would be cut off.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS), start=1):
        yield Row(number, [_cell(cell) for cell in row])


def _cell(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return FormulaCell()
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return Decimal(f"{value:.{SHOWN_DIGITS}g}")
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date()
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return unmarked(plain(str(value)))
