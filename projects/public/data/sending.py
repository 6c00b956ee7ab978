"""Projects as GeoJSON; other tables are sent as all open data are."""

from typing import Any

from django.http import StreamingHttpResponse

from common.open_data.sending import members, sent
from projects.cycle import boundary
from projects.public.data.tables import places


def as_geojson() -> StreamingHttpResponse:
    """Projects as features (RFC 7946, WGS-84). One whose design draws no boundary has no geometry: none is made up."""
    features = (
        {"type": "Feature", "id": row["project_id"], "geometry": _drawn(geometry), "properties": row}
        for row, geometry in places()
    )
    pieces = members('{"type":"FeatureCollection","features":[', features, "]}")
    return sent("projects.geojson", "application/geo+json", pieces)


def _drawn(geometry: dict[str, Any] | None) -> dict[str, Any] | None:
    return boundary.wound(geometry) if geometry else None
