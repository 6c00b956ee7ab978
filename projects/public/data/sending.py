"""The rows of a table as they are sent: CSV that any spreadsheet opens, JSON, and GeoJSON, as they are read."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

from common.csv_stream import PIECE_BYTES, csv_response
from projects.cycle import boundary
from projects.public.data.fields import Table
from projects.public.data.tables import places

Sender = Callable[[Table], StreamingHttpResponse]


def as_csv(table: Table) -> StreamingHttpResponse:
    """Headings are the fields' names in every language; text that a spreadsheet would run is marked with a '."""
    return csv_response(f"{table.name}.csv", [field.name for field in table.fields], table.rows())


def as_json(table: Table) -> StreamingHttpResponse:
    """A list of objects, the same rows in the same order."""
    return _sent(f"{table.name}.json", "application/json", _members("[", _objects(table), "]"))


def as_geojson() -> StreamingHttpResponse:
    """Projects as features (RFC 7946, WGS-84). One whose design draws no boundary has no geometry: none is made up."""
    features = (
        {"type": "Feature", "id": row["project_id"], "geometry": _drawn(geometry), "properties": row}
        for row, geometry in places()
    )
    pieces = _members('{"type":"FeatureCollection","features":[', features, "]}")
    return _sent("projects.geojson", "application/geo+json", pieces)


def _objects(table: Table) -> Iterator[dict[str, Any]]:
    names = [field.name for field in table.fields]
    return (dict(zip(names, row, strict=True)) for row in table.rows())


def _drawn(geometry: dict[str, Any] | None) -> dict[str, Any] | None:
    return boundary.wound(geometry) if geometry else None


def _members(start: str, members: Iterable[dict[str, Any]], end: str) -> Iterator[str]:
    yield start
    between = "\n"
    for member in members:
        yield between + json.dumps(member, ensure_ascii=False, separators=(",", ":"))
        between = ",\n"
    yield f"\n{end}\n"


def _sent(filename: str, kind: str, members: Iterable[str]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_pieces(members), content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


def _pieces(members: Iterable[str]) -> Iterator[bytes]:
    waiting = bytearray()
    for member in members:
        waiting += member.encode()
        if len(waiting) >= PIECE_BYTES:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)
