"""A table as an XLSX file, written row by row into a file on the disk: however long, it takes no more memory."""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from common.csv_stream import Cell, plain_cell

SHEET = "1"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def written(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """The file, at its beginning; no cell is run as a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.append([_shown(name) for name in header])
    for row in rows:
        sheet.append([_shown(cell) for cell in row])
    file = TemporaryFile()  # noqa: SIM115, the answer closes it
    book.save(file)
    file.seek(0)
    return file


def _shown(cell: Cell) -> Cell:
    """As in a CSV file, without what no XLSX file can hold."""
    shown = plain_cell(cell)
    return ILLEGAL_CHARACTERS_RE.sub("", shown) if isinstance(shown, str) else shown
