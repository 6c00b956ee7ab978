"""The metro around a place, as a small drawing: where it lies in the city, without a border and without tiles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any, cast

from channels.photo_reports.places import METRES_A_DEGREE, Place
from channels.photo_reports.stations import metro_map

SIDE = 400
"""Of the drawing, in its own units."""
HALF_M = 2_500
"""How far it reaches from the place, which lies in its middle."""


@dataclass(frozen=True, slots=True)
class Way:
    colour: str
    points: str


@dataclass(frozen=True, slots=True)
class Stop:
    name: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Around:
    """Lines as the attribute of a `polyline` has them, and the stations that the drawing has room for."""

    ways: Sequence[Way]
    stops: Sequence[Stop]
    side: int = SIDE

    @property
    def middle(self) -> int:
        return self.side // 2


def around(place: Place) -> Around:
    """What lies within some kilometres."""
    drawn = cast("Mapping[str, Any]", metro_map())
    at = [_point(place, north, east) for _name, north, east, _crosses in drawn["stations"]]
    ways = [
        Way(line["colour"], " ".join(f"{at[number][0]},{at[number][1]}" for number in way))
        for line in drawn["lines"]
        for way in line["ways"]
        if any(_is_inside(at[number]) for number in way)
    ]
    names = (name for name, *_rest in drawn["stations"])
    return Around(ways, [Stop(name, *point) for name, point in zip(names, at, strict=True) if _is_inside(point)])


def _point(middle: Place, north: float, east: float) -> tuple[int, int]:
    metres_a_degree_east = METRES_A_DEGREE * cos(radians(float(middle.latitude)))
    right_m = (east - float(middle.longitude)) * metres_a_degree_east
    up_m = (north - float(middle.latitude)) * METRES_A_DEGREE
    return round(SIDE / 2 * (1 + right_m / HALF_M)), round(SIDE / 2 * (1 - up_m / HALF_M))


def _is_inside(point: tuple[int, int]) -> bool:
    return all(0 <= part <= SIDE for part in point)
