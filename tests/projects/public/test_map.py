"""The map of the registry, the boundary of a project, and how the list is narrowed down."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.districts import District
from accounts.tile_map import COLUMNS, SHORT, TILES
from projects.cycle import boundary, deciding
from projects.public import map as map_of_tiles
from projects.public.drawing import HEIGHT, WIDTH, drawn
from tests.conftest import NOW
from tests.projects.conftest import issued, make_project
from tests.projects.cycle.conftest import AFTER, SQUARE, published, validated


def names(client, **asked: str) -> list[str]:
    context = client.get(reverse("projects:registry"), asked).context
    return [str(row) for row in context["page"].rows]


def test_every_district_stands_on_one_tile_with_a_short_name():
    assert sorted(tile.district for tile in TILES) == sorted(District)
    assert {tile.column for tile in TILES} == {*range(1, COLUMNS + 1)}
    assert set(SHORT) == set(District)
    assert len({str(short) for short in SHORT.values()}) == len(District)


@pytest.mark.parametrize(
    ("tonnes", "most", "shade"), [(0, 0, 0), (0, 100, 0), (1, 100, 1), (25, 100, 1), (26, 100, 2), (100, 100, 4)]
)
def test_shades_are_quarters_of_the_most(tonnes, most, shade):
    assert map_of_tiles.shade(tonnes, most) == shade


@pytest.mark.parametrize("most", [0, 1, 2, 3, 5, 10, 4_001])
def test_the_key_says_of_each_shade_what_it_is_of(most):
    said = {tonnes: shade for shade, low, high in map_of_tiles.limits(most) for tonnes in range(low, high + 1)}

    assert said == {tonnes: map_of_tiles.shade(tonnes, most) for tonnes in range(1, most + 1)}


def test_map_counts_projects_and_tonnes_of_each_district(client, project, forest, clerks):
    issued(project, 40_000, clerks)
    issued(make_project(forest, 8, district="dayi"), 10_000, clerks)
    make_project(forest, 9, district="dayi")

    places = {place.district: place for place in client.get(reverse("projects:registry")).context["map"].places}

    assert [(places[code].projects, places[code].sums.issued, places[code].shade) for code in ("pidu", "dayi")] == [
        (1, 40, 4),
        (2, 10, 1),
    ]
    assert {place.projects for place in places.values()} == {0, 1, 2}


@pytest.fixture
def many(project, forest, clerks):
    issued(project, 40_000, clerks)
    make_project(forest, 8, district="dayi", method="photovoltaics", registered_at=NOW - timedelta(days=400))
    make_project(forest, 9, district="dayi", method="energy-retrofit")


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, ["项目 9", "项目 8", "项目 7"]),
        ({"field": "ecological-protection"}, ["项目 7"]),
        ({"field": "low-carbon-management"}, []),
        ({"method": "photovoltaics"}, ["项目 8"]),
        ({"method": "photovoltaics", "field": "resource-saving"}, []),
        ({"district": "dayi"}, ["项目 9", "项目 8"]),
        ({"district": "dayi", "q": "9"}, ["项目 9"]),
        ({"stage": "issued"}, ["项目 7"]),
        ({"stage": "not-issued"}, ["项目 9", "项目 8"]),
        ({"year": "2025"}, ["项目 8"]),
        ({"year": "2026", "stage": "not-issued"}, ["项目 9"]),
        ({"year": "x", "district": "'", "stage": "draft", "method": "\x00"}, ["项目 9", "项目 8", "项目 7"]),
    ],
)
def test_list_is_narrowed_down(client, many, asked, wanted):
    assert names(client, **asked) == wanted


def test_choices_are_kept_from_page_to_page(client, forest):
    for number in range(1, 23):
        make_project(forest, number, district="dayi")
    make_project(forest, 99)

    page = client.get(reverse("projects:registry"), {"district": "dayi"})

    assert "district=dayi&amp;older_than=" in page.content.decode()
    assert names(client, district="dayi", older_than=page.context["page"].following) == ["项目 2", "项目 1"]


def test_designs_on_their_way_are_found_by_stage(client, cast):
    published(cast)

    assert names(client, stage="published") == ["袁家湾林盘"]
    assert names(client, stage="published", method="linpan", district="pidu", q="袁家湾") == ["袁家湾林盘"]
    for other in ({"district": "dayi"}, {"method": "wetland"}, {"q": "没有"}, {"year": "2021"}):
        assert names(client, stage="published", **other) == []
    assert names(client, stage="rejected") == []


def test_registered_boundary_is_drawn_and_in_the_file_wound_as_the_standard_asks(client, cast):
    design = validated(cast)
    project = deciding.register(design=design, by=cast.clerk, now=AFTER)
    page = client.get(reverse("projects:project", args=[project.public_id]))
    sent = b"".join(client.get(reverse("projects:data_places")))
    [feature] = json.loads(sent)["features"]

    assert feature["geometry"] == SQUARE
    assert page.context["boundary"].hectares == pytest.approx(106.3, abs=1)


def test_project_without_a_design_has_no_drawing(client, project):
    assert client.get(reverse("projects:project", args=[project.public_id])).context["boundary"] is None


POINT = {"type": "Point", "coordinates": [104.0, 30.6]}
WHOLE_CITY = {"type": "MultiPolygon", "coordinates": [[[[102.9, 30.1], [104.9, 30.1], [104.9, 31.5], [102.9, 30.1]]]]}
CLOCKWISE = {"type": "Polygon", "coordinates": [SQUARE["coordinates"][0][::-1], SQUARE["coordinates"][0]]}


def test_rings_are_wound_the_other_way_where_they_must():
    assert boundary.wound(CLOCKWISE)["coordinates"] == [SQUARE["coordinates"][0], SQUARE["coordinates"][0][::-1]]
    many_areas = {"type": "MultiPolygon", "coordinates": [CLOCKWISE["coordinates"], SQUARE["coordinates"]]}
    assert boundary.wound(many_areas)["coordinates"][1] == SQUARE["coordinates"]
    assert boundary.wound({"type": "Point", "coordinates": [104, 30.6]}) == {
        "type": "Point",
        "coordinates": [104, 30.6],
    }


@pytest.mark.parametrize("geometry", [SQUARE, CLOCKWISE, POINT, WHOLE_CITY])
def test_drawing_stays_within_its_picture_and_has_a_scale(geometry):
    found = drawn(geometry)

    numbers = [float(number) for number in re.findall(r"[-0-9.]+", f"{found.path} {found.dots}")]
    assert numbers
    assert all(0 <= x <= WIDTH for x in numbers[::2])
    assert all(0 <= y <= HEIGHT for y in numbers[1::2])
    assert 0 < found.scale_px <= WIDTH / 3


def test_nothing_is_drawn_of_nothing():
    assert drawn(None) is None
    assert drawn({}) is None
