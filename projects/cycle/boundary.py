"""Boundaries on the map: read from GeoJSON, and whether two of them cover the same ground. Pure.

Degrees are WGS-84. Whether areas overlap is asked of lines and points of the plane: within a city that is the same.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from math import cos, hypot, radians
from typing import Any, NamedTuple

from projects.refusals import BoundaryDoubled, BoundaryOutside, BoundaryUnreadable

Point = tuple[float, float]
"""Longitude and latitude."""
Ring = Sequence[Point]
LONGITUDES, LATITUDES = (102.8, 105.0), (30.0, 31.6)
"""Chengdu and a little around it."""
MOST_POINTS = 500
MOST_CHARACTERS = 200_000
NEAR_M = 30.0
"""Points that are so near to each other are of one place."""
A_CENTIMETRE = 1e-7
"""In degrees: neighbours whose common border was drawn twice do not overlap."""
METRES_A_DEGREE = 111_320.0
SQUARE_METRES_A_HECTARE = 10_000.0


class Boundary(NamedTuple):
    """Areas, each by its rings, outer one and holes alike, or places by their points."""

    areas: Sequence[Sequence[Ring]]
    points: Sequence[Point]

    @property
    def rings(self) -> list[Ring]:
        return [ring for area in self.areas for ring in area]

    @property
    def all_points(self) -> Iterator[Point]:
        yield from (point for ring in self.rings for point in ring)
        yield from self.points


def read(text: str) -> dict[str, Any]:
    """The geometry that somebody drew or typed. Raises `BoundaryUnreadable`, `BoundaryOutside`, `BoundaryDoubled`."""
    if len(text) > MOST_CHARACTERS:
        raise BoundaryUnreadable
    try:
        geometry = _geometry(json.loads(text))
        boundary = of(geometry)
    except (ArithmeticError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise BoundaryUnreadable from error
    points = list(boundary.all_points)
    if not 1 <= len(points) <= MOST_POINTS:
        raise BoundaryUnreadable
    if not all(_within(x, LONGITUDES) and _within(y, LATITUDES) for x, y in points):
        raise BoundaryOutside
    if any(_areas_overlap(one, other) for one, other in combinations(boundary.areas, 2)):
        raise BoundaryDoubled
    return geometry


def of(geometry: dict[str, Any]) -> Boundary:
    """Raises whatever a geometry that is none brings about."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    match kind:
        case "Point":
            return Boundary((), (_point(coordinates),))
        case "Polygon":
            return Boundary([_rings(coordinates)], ())
        case "MultiPolygon":
            return Boundary([_rings(polygon) for polygon in coordinates], ())
    raise ValueError(kind)


def wound(geometry: dict[str, Any]) -> dict[str, Any]:
    """The same with outer rings drawn against the clock and holes with it, as RFC 7946 asks of whoever writes."""
    match geometry["type"]:
        case "Polygon":
            return {**geometry, "coordinates": _wound(geometry["coordinates"])}
        case "MultiPolygon":
            return {**geometry, "coordinates": [_wound(polygon) for polygon in geometry["coordinates"]]}
    return geometry


def hectares(boundary: Boundary) -> float:
    """How large its areas are; holes are drawn the other way round or not, and count off by lying within."""
    signed = [(abs(_signed(ring)), _depth(ring, area)) for area in boundary.areas for ring in area]
    return sum(-size if depth % 2 else size for size, depth in signed) / SQUARE_METRES_A_HECTARE


def overlap(one: Boundary, other: Boundary) -> bool:
    """Whether they cover the same ground: areas by any of it, a point by lying within or close by."""
    if not _boxes_meet(one, other):
        return False
    if any(_inside(point, area) for point in one.points for area in other.areas):
        return True
    if any(_inside(point, area) for point in other.points for area in one.areas):
        return True
    if any(_near(first, second) for first in one.points for second in other.points):
        return True
    return any(_areas_overlap(mine, theirs) for mine in one.areas for theirs in other.areas)


def _geometry(document: Any) -> dict[str, Any]:
    """Out of what tools save: a geometry, a feature, or a collection of one or of several areas."""
    if document["type"] == "FeatureCollection":
        drawn = [_geometry(feature) for feature in document["features"]]
        return drawn[0] if len(drawn) == 1 else _together(drawn)
    if document["type"] == "Feature":
        document = document["geometry"]
    return {"type": document["type"], "coordinates": _pairs(document["coordinates"])}


def _together(drawn: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Several areas as one geometry. Raises `ValueError` for none, and where one is no area."""
    polygons: list[Any] = []
    for geometry in drawn:
        match geometry["type"]:
            case "Polygon":
                polygons.append(geometry["coordinates"])
            case "MultiPolygon":
                polygons += geometry["coordinates"]
            case kind:
                raise ValueError(kind)
    if not polygons:
        raise ValueError("nothing is drawn")
    return {"type": "MultiPolygon", "coordinates": polygons}


def _pairs(coordinates: Any) -> Any:
    """Without heights, and whatever else may stand there."""
    if isinstance(coordinates[0], int | float):
        return [*_point(coordinates)]
    return [_pairs(each) for each in coordinates]


def _point(pair: Any) -> Point:
    longitude, latitude = pair[0], pair[1]
    if isinstance(longitude, bool) or isinstance(latitude, bool) or isinstance(longitude, str):
        raise TypeError(pair)
    return float(longitude), float(latitude)


def _rings(coordinates: Any) -> list[Ring]:
    rings = [[_point(pair) for pair in ring] for ring in coordinates]
    for ring in rings:
        if len(ring) < 4 or ring[0] != ring[-1]:
            raise ValueError("a ring ends where it begins")
    return [*rings]


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _metres(point: Point) -> Point:
    return point[0] * METRES_A_DEGREE * cos(radians(point[1])), point[1] * METRES_A_DEGREE


def _near(one: Point, other: Point) -> bool:
    (x1, y1), (x2, y2) = _metres(one), _metres(other)
    return hypot(x1 - x2, y1 - y2) <= NEAR_M


def _signed(ring: Ring) -> float:
    east, north = METRES_A_DEGREE * cos(radians(ring[0][1])), METRES_A_DEGREE
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2 * east * north


def _wound(rings: Sequence[Any]) -> list[Any]:
    """Of one polygon, whose first ring is the outer one."""
    return [ring if (_signed(ring) > 0) == (place == 0) else ring[::-1] for place, ring in enumerate(rings)]


def _depth(ring: Ring, rings: Iterable[Ring]) -> int:
    """In how many other rings it lies."""
    return sum(other is not ring and _inside(ring[0], [other]) for other in rings)


def _boxes_meet(one: Boundary, other: Boundary) -> bool:
    """With room for points that are close by."""
    room = NEAR_M / METRES_A_DEGREE * 2
    (west, south, east, north), (w, s, e, n) = _box(one), _box(other)
    return west - room <= e and w - room <= east and south - room <= n and s - room <= north


def _box(boundary: Boundary) -> tuple[float, float, float, float]:
    xs, ys = zip(*boundary.all_points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _inside(point: Point, rings: Iterable[Ring]) -> bool:
    x, y = point
    crossings = sum(x < at for ring in rings for at in _crossings(ring, y))
    return crossings % 2 == 1


def _crossings(ring: Ring, y: float) -> Iterator[float]:
    """Where a ring meets the line of a latitude."""
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y):
            yield x1 + (y - y1) * (x2 - x1) / (y2 - y1)


def _areas_overlap(one: Sequence[Ring], other: Sequence[Ring]) -> bool:
    """Edges cross, or somewhere between two corners both lie on one latitude.

    Where no edges cross, the order of edges along a latitude is the same between two neighbouring latitudes of corners:
    it is enough to look at the middle.
    """
    if _edges_cross(one, other):
        return True
    latitudes = sorted({y for ring in (*one, *other) for _x, y in ring})
    return any(
        _stretches_overlap(_stretches(one, middle), _stretches(other, middle))
        for low, high in pairwise(latitudes)
        if high - low > A_CENTIMETRE
        for middle in [(low + high) / 2]
    )


def _stretches(rings: Iterable[Ring], y: float) -> list[tuple[float, float]]:
    crossings = sorted(at for ring in rings for at in _crossings(ring, y))
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _stretches_overlap(some: list[tuple[float, float]], others: list[tuple[float, float]]) -> bool:
    return any(min(b, d) - max(a, c) > A_CENTIMETRE for a, b in some for c, d in others)


def _edges_cross(one: Iterable[Ring], other: Sequence[Ring]) -> bool:
    mine = [edge for ring in one for edge in pairwise(ring)]
    theirs = [edge for ring in other for edge in pairwise(ring)]
    return any(_cross(*edge, *with_edge) for edge in mine for with_edge in theirs)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """In the inner of both, by more than a common corner or border."""
    first, second = _side(a, b, c), _side(a, b, d)
    third, fourth = _side(c, d, a), _side(c, d, b)
    return first * second < 0 and third * fourth < 0


def _side(a: Point, b: Point, point: Point) -> int:
    """On which side of a line: none within a centimetre of it."""
    length = hypot(b[0] - a[0], b[1] - a[1])
    if not length:
        return 0
    away = ((b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])) / length
    return 0 if abs(away) < A_CENTIMETRE else (1 if away > 0 else -1)
