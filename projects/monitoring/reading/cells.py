"""A table of a file as its rows of cells, whatever the kind of file; each cell is text, an exact number or a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl.utils import get_column_letter

from common.errors import DomainError

Cell = str | Decimal | date | DomainError
"""An error is a cell that can't be taken, such as a formula."""


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """In the file, from 1."""
    cells: Sequence[Cell]

    @property
    def is_blank(self) -> bool:
        return all(cell == "" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is empty in a file that has but one."""

    name: str
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing to mend in a file: where it is, and what."""

    sentence: str
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    heading: str = ""

    @property
    def letter(self) -> str:
        """The column as spreadsheets call it."""
        return "" if self.column is None else str(get_column_letter(self.column + 1))
