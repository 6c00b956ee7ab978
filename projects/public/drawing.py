"""A project's boundary as a small drawing: no map lies under it, only a scale and where north is."""

from collections.abc import Iterator, Sequence
from math import cos, radians
from typing import Any, NamedTuple

from projects.cycle.boundary import METRES_A_DEGREE, Boundary, Point, hectares, of

WIDTH, HEIGHT, MARGIN = 320, 200, 24
STEPS_M = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)


class Drawing(NamedTuple):
    """Areas as one path of a 320 × 200 picture, or places as dots; `scale_px` of the picture are `scale_m`."""

    path: str
    dots: Sequence[tuple[str, str]]
    hectares: float
    scale_m: int
    scale_px: int
    centre: tuple[str, str]
    """Longitude and latitude."""


def drawn(geometry: dict[str, Any] | None) -> Drawing | None:
    """Nothing where a design draws nothing."""
    if not geometry:
        return None
    area = of(geometry)
    west, south, east, north = _box(area)
    centre = (west + east) / 2, (south + north) / 2
    metre_px = _metre_px(west, south, east, north)
    scale_m = max((step for step in STEPS_M if step * metre_px <= WIDTH / 3), default=STEPS_M[0])
    return Drawing(
        " ".join(_ring(ring, centre, metre_px) for ring in area.rings),
        [_at(point, centre, metre_px) for point in area.points],
        hectares(area),
        scale_m,
        round(scale_m * metre_px),
        (f"{centre[0]:.4f}", f"{centre[1]:.4f}"),
    )


def _box(area: Boundary) -> tuple[float, float, float, float]:
    longitudes, latitudes = zip(*area.all_points, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _metre_px(west: float, south: float, east: float, north: float) -> float:
    """How much of the picture a metre is: as much as there is room for, in both directions the same."""
    wide = (east - west) * METRES_A_DEGREE * cos(radians((south + north) / 2))
    high = (north - south) * METRES_A_DEGREE
    least = WIDTH / STEPS_M[3]
    return min([least, *_fits((wide, high))])


def _fits(size: tuple[float, float]) -> Iterator[float]:
    for metres, room in zip(size, (WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN), strict=True):
        if metres:
            yield room / metres


def _ring(ring: Sequence[Point], centre: Point, metre_px: float) -> str:
    places = [",".join(_at(point, centre, metre_px)) for point in ring[:-1]]
    return f"M{' L'.join(places)} Z"


def _at(point: Point, centre: Point, metre_px: float) -> tuple[str, str]:
    x = (point[0] - centre[0]) * METRES_A_DEGREE * cos(radians(centre[1])) * metre_px + WIDTH / 2
    y = HEIGHT / 2 - (point[1] - centre[1]) * METRES_A_DEGREE * metre_px
    return f"{x:.1f}", f"{y:.1f}"
