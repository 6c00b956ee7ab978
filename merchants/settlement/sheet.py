"""A statement as a spreadsheet: texts stay texts, whatever a name begins with, and yuan are numbers."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as Shown
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from common import spreadsheets
from common.csv_stream import Cell

YUAN = "#,##0.00"


def written(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """The file, at its beginning; its last column is yuan. Rows are written as they come, and none is kept."""
    book = Workbook(write_only=True)
    sheet = spreadsheets.added_sheet(book, title)
    sheet.append([_text(sheet, name) for name in header])
    for row in rows:
        sheet.append([*(_cell(sheet, cell) for cell in row[:-1]), _yuan(sheet, row[-1])])
    return spreadsheets.saved(book)


def _cell(sheet: WriteOnlyWorksheet, cell: Cell) -> Shown | Cell:
    return _text(sheet, cell) if isinstance(cell, str) else cell


def _text(sheet: WriteOnlyWorksheet, text: str) -> Shown:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    # What begins with an equals sign would be a formula.
    cell.data_type = "s"
    return cell


def _yuan(sheet: WriteOnlyWorksheet, amount: Cell) -> Shown:
    cell = WriteOnlyCell(sheet)
    cell.value = Decimal(str(amount))
    cell.number_format = YUAN
    return cell
