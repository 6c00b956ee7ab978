"""The rows of a table as they are sent: CSV that any spreadsheet opens, and JSON, as they are read."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse

from common.csv_stream import PIECE_BYTES, Cell, csv_response
from common.open_data.fields import Row, Table, Value

Sender = Callable[[Table], StreamingHttpResponse]


def as_csv(table: Table) -> StreamingHttpResponse:
    """Headings are the fields' names in every language; text that a spreadsheet would run is marked with a '."""
    return csv_response(f"{table.name}.csv", [field.name for field in table.fields], map(_cells, table.rows()))


def as_json(table: Table) -> StreamingHttpResponse:
    """A list of objects, the same rows in the same order."""
    return sent(f"{table.name}.json", "application/json", members("[", objects(table), "]"))


FORMS: Mapping[str, Sender] = {"csv": as_csv, "json": as_json}


def objects(table: Table) -> Iterator[dict[str, Any]]:
    """Each row by the names of its fields, as JSON has it."""
    return as_objects(table, table.rows())


def as_objects(table: Table, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Some rows of a table, likewise."""
    names = [field.name for field in table.fields]
    return (dict(zip(names, map(_plain, row), strict=True)) for row in rows)


def members(start: str, objects: Iterable[dict[str, Any]], end: str) -> Iterator[str]:
    """A list of JSON in pieces, an object a line."""
    yield start
    between = "\n"
    for one in objects:
        yield between + json.dumps(one, ensure_ascii=False, separators=(",", ":"))
        between = ",\n"
    yield f"\n{end}\n"


def sent(filename: str, kind: str, members: Iterable[str]) -> StreamingHttpResponse:
    """An answer of any length, of that media type."""
    response = StreamingHttpResponse(_pieces(members), content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


def _cells(row: Row) -> list[Cell]:
    return [_cell(value) for value in row]


def _cell(value: Value) -> Cell:
    """A decimal stays a number to a spreadsheet, and is written out."""
    if isinstance(value, bool):
        return str(value).lower()
    return Decimal(f"{value:f}") if isinstance(value, Decimal) else value


def _plain(value: Value) -> str | int | bool | None:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _pieces(members: Iterable[str]) -> Iterator[bytes]:
    waiting = bytearray()
    for member in members:
        waiting += member.encode()
        if len(waiting) >= PIECE_BYTES:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)
