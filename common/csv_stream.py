"""A table as a CSV file that any spreadsheet opens: UTF-8 with its mark, sent row by row, no cell run as a formula."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

from common.typed.letters import is_seen

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = frozenset("=+-@")
"""What begins a formula in one spreadsheet or another, in whichever width; some run what follows a tab or break."""
MARK = "'"

Cell = str | int | None


def csv_response(filename: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """A download of any length; `filename` in plain ASCII."""
    response = StreamingHttpResponse(_lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def plain_cell(cell: Cell) -> Cell:
    """The cell as a spreadsheet shows it: a text that it would reckon out is marked as text. Numbers stay numbers."""
    return f"{MARK}{cell}" if isinstance(cell, str) and _could_run(cell) else cell


def unmarked(text: str) -> str:
    """The text of a cell that `plain_cell` has marked; others as they are."""
    return text[1:] if text.startswith(MARK) and _could_run(text[1:]) else text


def _could_run(text: str) -> bool:
    """Whether a text's first letter that is seen begins a formula, or a tab or line break stands before it."""
    start = next((place for place, letter in enumerate(text) if is_seen(letter)), len(text))
    first = unicodedata.normalize("NFKC", text[start : start + 1])[:1]
    return first in FORMULA_STARTS or not set(text[:start]).isdisjoint("\t\r\n")


def _lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow([plain_cell(name) for name in header])
    for row in rows:
        yield writer.writerow([plain_cell(cell) for cell in row])


class _Line:
    """Gives back each line that `csv` writes."""

    def write(self, line: str) -> str:
        return line
