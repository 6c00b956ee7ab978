"""CSV for spreadsheets: marked as UTF-8, and without a cell that a spreadsheet would run as a formula."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

MARK = "\ufeff"
# What begins a formula in one spreadsheet or another.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_response(rows: Iterable[Sequence[object]], name: str) -> HttpResponse:
    """The rows as an attachment called `name`. For as many as fit into memory; words are in the language active now."""
    response = HttpResponse(MARK, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows([harmless(cell) for cell in row] for row in rows)
    return response


def harmless(cell: object) -> str:
    """The cell, after an apostrophe where a spreadsheet could take it for a formula."""
    words = str(cell)
    return f"'{words}" if words.lstrip(" ").startswith(RISKY) else words
