"""A table as a CSV file that any spreadsheet opens: UTF-8 with its mark, sent as it is read, no formula run.

No digit is lost there either: a number of an account or a voucher is a text, and a spreadsheet that took it for a
number would show 6.2E+18 and forget the rest when it saves.
"""

import csv
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from django.http import StreamingHttpResponse

from common.typed.letters import is_seen

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = frozenset("=+-@")
"""What begins a formula in one spreadsheet or another, in whichever width; some run what follows a tab or break."""
TAKEN_FOR_NUMBERS = re.compile(r"0[0-9]+|[0-9]{12,}|[0-9]+[eE][0-9]+")
"""Texts of which a spreadsheet shows another number: without leading zeros, rounded from twelve digits on, or 2e5."""
MARK = "'"
PIECE_BYTES = 65_536
"""What is sent at a time: a message for each row costs more than the row."""
GZIP = 16 + zlib.MAX_WBITS

Cell = str | int | Decimal | None
Marked = Callable[[Cell], Cell]


def plain_cell(cell: Cell) -> Cell:
    """The cell as a spreadsheet shows it: a text that it would reckon out is marked as text. Numbers stay numbers."""
    return f"{MARK}{cell}" if isinstance(cell, str) and not _is_plain(cell) and _could_run(cell) else cell


def csv_cell(cell: Cell) -> Cell:
    """The same for a file that cannot say what is a text: one that would be taken for a number is marked, too."""
    return f"{MARK}{cell}" if isinstance(cell, str) and _is_taken_for_number(cell) else plain_cell(cell)


def unmarked(text: str) -> str:
    """The text of a cell that `plain_cell` or `csv_cell` has marked; others as they are."""
    cell = text[1:]
    return cell if text.startswith(MARK) and (_is_taken_for_number(cell) or _could_run(cell)) else text


def csv_response(
    filename: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, marked: Marked = csv_cell
) -> StreamingHttpResponse:
    """A download of any length; `filename` in plain ASCII. A file for a program alone is `marked` by `plain_cell`."""
    response = StreamingHttpResponse(_pieces(header, rows, marked), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def packed_csv_response(filename: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """The same packed by gzip as it is sent. One that breaks off has no end, and no program takes it for whole."""
    response = StreamingHttpResponse(_packed(_pieces(header, rows, csv_cell)), content_type="application/gzip")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _is_plain(text: str) -> bool:
    """Whether it begins like nearly every text, which is what most of the time of a long file would go to otherwise."""
    return text[:1].isascii() and text[:1].isalnum()


def _is_taken_for_number(text: str) -> bool:
    return text[:1].isdigit() and TAKEN_FOR_NUMBERS.fullmatch(text) is not None


@lru_cache(maxsize=256)
def _could_run(text: str) -> bool:
    """Whether a text's first letter that is seen begins a formula, or a tab or line break stands before it."""
    start = next((place for place, letter in enumerate(text) if is_seen(letter)), len(text))
    first = unicodedata.normalize("NFKC", text[start : start + 1])[:1]
    return first in FORMULA_STARTS or not set(text[:start]).isdisjoint("\t\r\n")


def _packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(wbits=GZIP)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def _pieces(header: Sequence[str], rows: Iterable[Sequence[Cell]], marked: Marked) -> Iterator[bytes]:
    waiting = bytearray()
    for line in _lines(header, rows, marked):
        waiting += line.encode()
        if len(waiting) >= PIECE_BYTES:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def _lines(header: Sequence[str], rows: Iterable[Sequence[Cell]], marked: Marked) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow([marked(name) for name in header])
    for row in rows:
        yield writer.writerow([marked(cell) for cell in row])


class _Line:
    """Gives back each line that `csv` writes."""

    def write(self, line: str) -> str:
        return line
