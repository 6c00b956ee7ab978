"""The rows of one file: each cell read as it is asked for, each refusal by the column's name in the file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

from channels.files import refusals
from channels.files.formats.table import Line, Table
from common.csv_stream import unmarked
from common.errors import DomainError
from common.typed import letters, numbers, times

LONGEST_NAME = 40
COMMAS = ",，"
_HEAD, _TAIL = re.compile(r"[1-9][0-9]{0,2}"), re.compile(r"0[0-9]{2}")
"""A number that begins with nought stands in no column of its own."""


def plain(cell: str) -> str:
    """The cell without what nobody sees, and without the mark that a file of ours gives to what a sheet would run."""
    return unmarked(letters.plain(cell))


class Rows:
    """The rows of a table whose columns stand in these `places`; `claims` names that of each number of a claim."""

    def __init__(self, read: Table, places: Mapping[str, int], claims: Mapping[str, str]) -> None:
        self.read, self.places, self.claims = read, places, claims

    def of(self, line: Line) -> "Row":
        """Raises `LineTooLong` or `WrongNumberOfColumns`."""
        return Row(self, self.read.cells(line))

    def called(self, name: str) -> str:
        """The column as the file calls it."""
        return f"“{plain(self.read.header[self.places[name]])[:LONGEST_NAME]}”"

    @cached_property
    def point(self) -> numbers.Point:
        """What parts decimals in the file; numbers that can be read in two ways are read as the others decide."""
        telling = (line for line in self.read.lines if any(dot in line.text for dot in numbers.DOTS))
        return numbers.point_of(cell for line in telling for cell in self._told(line))

    def _told(self, line: Line) -> Iterator[str]:
        try:
            row = self.of(line)
        except DomainError:
            return
        yield from map(row.words, self.claims.values())


class Row:
    """The cells of a row, by the names of their columns. What cannot be read raises a `DomainError`."""

    def __init__(self, rows: Rows, cells: Sequence[str]) -> None:
        self._rows, self._cells, self.called = rows, cells, rows.called

    def has(self, name: str) -> bool:
        """Whether the file has the column."""
        return name in self._rows.places

    def words(self, name: str) -> str:
        """The cell as it stands in the file; empty where the file lacks the column."""
        return plain(self._cells[self._rows.places[name]]) if self.has(name) else ""

    def whole(self, name: str) -> int | None:
        """The whole number; `None` for an empty cell."""
        cell = self.words(name)
        if cell and self._is_parted(name, cell):
            raise refusals.PartedThousands(column=self.called(name))
        # Digits alone can be read in one way only, and most files hold nothing else.
        point = numbers.Point.UNKNOWN if cell.isdigit() else self._rows.point
        return numbers.whole(cell, label=self.called(name), point=point)

    def _is_parted(self, name: str, cell: str) -> bool:
        """Whether the cell is the head of a number such as 8,000 that nobody put into quotes."""
        tail = self._rows.places[name] + 1
        if self._rows.read.delimiter not in COMMAS or tail in self._rows.places.values() or tail >= len(self._cells):
            return False
        return bool(_HEAD.fullmatch(cell) and _TAIL.fullmatch(plain(self._cells[tail])))

    def day(self, name: str) -> date:
        return times.day(self.words(name), label=self.called(name))

    def moment(self, name: str) -> datetime:
        return times.moment(self.words(name), label=self.called(name))
