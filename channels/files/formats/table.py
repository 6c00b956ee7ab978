"""From the bytes of an upload to its header and its rows, within bounds; every line stands for itself."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from channels.files import refusals
from common.typed import letters

MOST_ROWS = 20_000
MOST_LINES = 3 * MOST_ROWS
"""With blank ones between the rows. Those below the last row are cut off before."""
MOST_CHARACTERS_A_LINE = 2_000
DELIMITERS = ",\t;，；"
# A Chinese keyboard has two of each, and who types a table may mix them.
SIMILAR = {",": "，", "，": ",", ";": "；", "；": ";"}
# GB18030 last: it gives a meaning to almost anything.
ENCODINGS = ("utf-8", "gb18030")
# What a row without any cell that holds something is made of.
BLANK = DELIMITERS + ' \t"'
BYTE_ORDER_MARK = "\ufeff"
_SAYS_DELIMITER = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file that is not blank, with its number in the file, from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    header: Sequence[str]
    lines: Sequence[Line]
    delimiter: str

    def cells(self, line: Line) -> list[str]:
        """The cells of a row, as many as the header has. Raises `LineTooLong` or `WrongNumberOfColumns`."""
        if len(line.text) > MOST_CHARACTERS_A_LINE:
            raise refusals.LineTooLong(most=MOST_CHARACTERS_A_LINE)
        cells = self._split(line.text)
        if len(cells) != len(self.header):
            raise refusals.WrongNumberOfColumns(found=len(cells), asked=len(self.header))
        return cells

    def shown(self, line: Line) -> list[str]:
        """The cells of a row that was refused, as far as they are worth keeping."""
        return _split(line.text[:MOST_CHARACTERS_A_LINE], self.delimiter)

    def _split(self, text: str) -> list[str]:
        """Without empty cells at the end beyond the header's."""
        cells = _split(text, self.delimiter)
        if len(cells) < len(self.header) and (similar := SIMILAR.get(self.delimiter)):
            cells = _split(text, similar)
        while len(cells) > len(self.header) and not cells[-1].strip():
            cells.pop()
        return cells


def lines_of(content: bytes) -> list[Line]:
    """The lines of a file that hold something. Raises `DomainError` where there are none, or no text."""
    text = _without_blank_end(_text(content))
    if sum(map(text.count, "\r\n")) - text.count("\r\n") > MOST_LINES:
        raise refusals.TooManyRows(most=MOST_ROWS)
    lines = list(_lines(text))
    if not lines:
        raise refusals.EmptyFile
    return lines


def _without_blank_end(text: str) -> str:
    """The text to the end of its last row: a sheet may be saved with all of its million lines."""
    last = len(text.rstrip(BLANK + BYTE_ORDER_MARK + "\r\n"))
    ends = [place for place in (text.find("\r", last), text.find("\n", last)) if place >= 0]
    return text[: min(ends, default=len(text))] if last else ""


def below(lines: Sequence[Line], place: int) -> Table:
    """The table whose header is the line at `place`."""
    first = lines[place].text[:MOST_CHARACTERS_A_LINE]
    said = _SAYS_DELIMITER.fullmatch(letters.plain(lines[0].text)) if place else None
    delimiter = max(DELIMITERS + (said[1] if said else ""), key=first.count)
    header = _split(first, delimiter)
    while len(header) > 1 and not header[-1].strip():
        header.pop()
    return Table(header, lines[place + 1 :], delimiter)


def _text(content: bytes) -> str:
    if b"\x00" in content:
        raise refusals.NotText
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding).lstrip(BYTE_ORDER_MARK)
        except UnicodeDecodeError:
            continue
    raise refusals.Undecodable


def _lines(text: str) -> Iterator[Line]:
    """The lines that hold something. A quoted cell ends with its line, so that a stray quote spoils only its row."""
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if line.strip(BLANK) and (line.isascii() or letters.plain(line).strip(DELIMITERS + ' "')):
            yield Line(number, line)


def _split(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])
