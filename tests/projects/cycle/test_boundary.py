"""Boundaries: read from what tools save, and whether two of them cover the same ground."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.cycle.boundary import Boundary, hectares, of, overlap, read
from projects.refusals import BoundaryDoubled, BoundaryOutside, BoundaryUnreadable


def box(west: float, south: float, east: float, north: float) -> Boundary:
    return Boundary([[[(west, south), (east, south), (east, north), (west, north), (west, south)]]], ())


def point(x: float, y: float) -> Boundary:
    return Boundary((), [(x, y)])


HOME = box(103.90, 30.80, 103.92, 30.82)


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (HOME, True),
        (box(103.91, 30.80, 103.93, 30.82), True),
        (box(103.91, 30.81, 103.93, 30.83), True),
        (box(103.905, 30.805, 103.915, 30.815), True),
        (box(103.89, 30.79, 103.93, 30.83), True),
        (box(103.905, 30.79, 103.915, 30.83), True),
        (box(103.92, 30.80, 103.94, 30.82), False),
        (box(103.92, 30.82, 103.94, 30.84), False),
        (box(103.90, 30.82, 103.92, 30.84), False),
        (box(103.92000001, 30.80, 103.94, 30.82), False),
        (box(103.95, 30.80, 103.96, 30.82), False),
        (point(103.91, 30.81), True),
        (point(103.95, 30.81), False),
    ],
    ids=[
        *("the same", "half", "a corner", "within", "around", "across", "beside", "at a corner", "above", "touching"),
        *("far", "a point within", "a point outside"),
    ],
)
def test_areas_overlap_by_any_of_their_ground_and_not_by_their_border(other, is_same):
    assert overlap(HOME, other) is is_same
    assert overlap(other, HOME) is is_same


def test_points_close_by_are_one_place():
    assert overlap(point(103.9, 30.8), point(103.9002, 30.8))
    assert not overlap(point(103.9, 30.8), point(103.9004, 30.8))


def test_a_hole_is_none_of_the_area():
    ring = Boundary([[*HOME.rings, *box(103.905, 30.805, 103.915, 30.815).rings]], ())

    assert not overlap(ring, box(103.906, 30.806, 103.914, 30.814))
    assert hectares(ring) == pytest.approx(hectares(HOME) * 0.75, rel=0.001)


def test_a_square_of_a_hundredth_degree_is_so_many_hectares():
    assert hectares(box(103.90, 30.80, 103.91, 30.81)) == pytest.approx(106.4, abs=0.2)


AREA = {"type": "Polygon", "coordinates": [[[103.9, 30.8], [103.91, 30.8], [103.91, 30.81], [103.9, 30.8]]]}


@pytest.mark.parametrize(
    "document",
    [
        AREA,
        {"type": "Feature", "properties": {}, "geometry": AREA},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": AREA}]},
        {**AREA, "coordinates": [[[*pair, 512.5] for pair in AREA["coordinates"][0]]]},
    ],
    ids=["geometry", "feature", "collection", "with heights"],
)
def test_what_tools_save_is_read(document):
    assert read(json.dumps(document)) == AREA


@pytest.mark.parametrize(
    "text",
    [
        "",
        "103.9, 30.8",
        "[]",
        "null",
        '{"type": "Point"}',
        '{"type": "Point", "coordinates": []}',
        '{"type": "Point", "coordinates": ["103.9", "30.8"]}',
        '{"type": "Point", "coordinates": [true, 30.8]}',
        '{"type": "LineString", "coordinates": [[103.9, 30.8], [103.91, 30.8]]}',
        '{"type": "Polygon", "coordinates": []}',
        '{"type": "Polygon", "coordinates": [[[103.9, 30.8], [103.91, 30.8], [103.91, 30.81], [103.9, 30.81]]]}',
        '{"type": "FeatureCollection", "features": []}',
        json.dumps({"type": "Polygon", "coordinates": [[[103.9, 30.8]] * 501]}),
        "[" * 100_000,
        "9" * 200_001,
        f'{{"type": "Point", "coordinates": [{"9" * 400}, 30.8]}}',
        f'{{"type": "Point", "coordinates": [103.9, -{"9" * 5000}]}}',
    ],
)
def test_what_is_no_boundary_is_refused(text):
    with pytest.raises(BoundaryUnreadable):
        read(text)


def polygon(west: float, south: float, east: float, north: float) -> dict:
    return {"type": "Polygon", "coordinates": [[[*point] for point in box(west, south, east, north).rings[0]]]}


HERE, THERE, WITHIN = (
    polygon(103.9, 30.8, 103.92, 30.82),
    polygon(103.92, 30.8, 103.94, 30.82),
    polygon(103.905, 30.805, 103.91, 30.81),
)


def collection(*geometries: dict) -> str:
    features = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_several_features_are_several_areas():
    both = {"type": "MultiPolygon", "coordinates": [HERE["coordinates"], THERE["coordinates"]]}

    assert read(collection(HERE, THERE)) == both
    assert read(collection({**both, "coordinates": [HERE["coordinates"]]}, THERE)) == both


@pytest.mark.parametrize("drawn", [(HERE, {"type": "Point", "coordinates": [103.9, 30.8]}), ()])
def test_several_features_that_are_no_areas_are_refused(drawn):
    with pytest.raises(BoundaryUnreadable):
        read(collection(*drawn))


@pytest.mark.parametrize("other", [HERE, WITHIN])
def test_ground_that_is_drawn_twice_is_refused_and_covered_all_the_same(other):
    double = {"type": "MultiPolygon", "coordinates": [HERE["coordinates"], other["coordinates"]]}

    with pytest.raises(BoundaryDoubled):
        read(json.dumps(double))
    assert overlap(of(double), of(WITHIN))
    assert overlap(of(WITHIN), of(double))
    assert overlap(of(double), point(103.907, 30.807))


@pytest.mark.parametrize("pair", ["[30.8, 103.9]", "[121.5, 31.2]", "[1e400, 30.8]", "[NaN, 30.8]"])
def test_what_is_not_in_chengdu_is_refused(pair):
    with pytest.raises(BoundaryOutside):
        read(f'{{"type": "Point", "coordinates": {pair}}}')


CORNERS = st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 5), st.integers(1, 5))


def placed(corner: tuple[int, int, int, int]) -> Boundary:
    west, south, wide, high = corner
    step = 0.001
    return box(103.9 + west * step, 30.8 + south * step, 103.9 + (west + wide) * step, 30.8 + (south + high) * step)


@given(CORNERS, CORNERS)
def test_boxes_overlap_just_where_both_sides_do(one, other):
    (a, b, c, d), (w, s, e, n) = one, other
    expected = min(a + c, w + e) > max(a, w) and min(b + d, s + n) > max(b, s)

    assert overlap(placed(one), placed(other)) is expected


@given(CORNERS, CORNERS)
def test_overlap_is_mutual(one, other):
    first, second = placed(one), placed(other)
    assert overlap(first, second) == overlap(second, first)
    assert of({"type": "Polygon", "coordinates": [list(map(list, first.rings[0]))]}) is not None
