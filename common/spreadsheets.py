"""A table as an XLSX file, written row by row into a file on the disk: however long, it takes no more memory.

No file on the way has a name, so that a process that is killed amid one leaves nothing of what it took on the disk.
"""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter

from common.csv_stream import Cell, plain_cell

SHEET = "1"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def written(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """The file, at its beginning; no cell is run as a formula."""
    book = Workbook(write_only=True)
    sheet = added_sheet(book, SHEET)
    sheet.append([_shown(name) for name in header])
    for row in rows:
        sheet.append([_shown(cell) for cell in row])
    return saved(book)


def added_sheet(book: Workbook, title: str) -> WriteOnlyWorksheet:
    """A new sheet of a book that is written only, to be given its rows."""
    sheet = book.create_sheet(title)
    sheet._writer = _NamelessWriter(sheet)
    sheet._writer.write_top()
    return sheet


def saved(book: Workbook) -> IO[bytes]:
    """The book’s file, at its beginning."""
    file = TemporaryFile()  # noqa: SIM115, the answer closes it
    book.save(file)
    file.seek(0)
    return file


class _NamelessWriter(WorksheetWriter):
    """Keeps a sheet’s rows in a file that ends with the process; openpyxl’s own stays where a process is killed.

    openpyxl opens and packs its file by name, which Linux has for each open file of a process (proc_pid_fd(5)).
    """

    def __init__(self, sheet: WriteOnlyWorksheet) -> None:
        self._rows = TemporaryFile()  # noqa: SIM115, closed by `cleanup`
        super().__init__(sheet, out=f"/proc/self/fd/{self._rows.fileno()}")

    def cleanup(self) -> None:
        self._rows.close()


def _shown(cell: Cell) -> Cell:
    """As in a CSV file, without what no XLSX file can hold."""
    shown = plain_cell(cell)
    return ILLEGAL_CHARACTERS_RE.sub("", shown) if isinstance(shown, str) else shown
