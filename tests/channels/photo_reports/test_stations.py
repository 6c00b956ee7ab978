"""The schematic map of the metro, and places in words by its stations."""

import subprocess
import sys
from decimal import Decimal

import pytest
from django.utils.translation import override

from channels.photo_reports import stations
from channels.photo_reports.places import Place, is_in_the_city
from channels.photo_reports.stations import address_in_words, metro_map
from methodologies import metro_network
from tests.channels.photo_reports.conftest import SQUARE, north_of
from tests.methodologies.test_metro_network import ROOT, SOURCE


def test_every_station_of_the_network_lies_somewhere():
    assert stations._positions().keys() == {station.code for station in metro_network.stations()}


@pytest.mark.parametrize(
    ("place", "language", "words"),
    [
        (SQUARE, "zh-hans", "天府广场站附近，约 350 米"),
        (SQUARE, "en", "Near Tianfu Guangchang station, about 350 m"),
        (Place(Decimal("30.6979"), Decimal("104.0715")), "zh-hans", "火车北站附近，约 50 米"),
        (Place(Decimal("30.99"), Decimal("103.65")), "zh-hans", "郫县西站附近，约 28.4 公里"),
    ],
)
def test_a_place_is_told_by_the_nearest_station(place, language, words):
    with override(language):
        assert address_in_words(place) == words


def test_just_below_a_kilometre_stays_in_metres():
    with override("zh-hans"):
        assert address_in_words(north_of(SQUARE, -1000)).endswith(" 米")


def test_map_draws_every_line_through_its_stations():
    drawn = metro_map()

    assert (len(drawn["lines"]), len(drawn["stations"])) == (17, 353)
    names = [[drawn["stations"][number][0] for number in way] for way in drawn["lines"][0]["ways"]]
    with override("zh-hans"):
        first = stations.station_name(metro_network.stations()[0])
    assert first == "韦家碾站"
    assert [len(way) for way in names] == [len(way) + 1 for way in metro_network.lines()[0].branches]


@pytest.mark.parametrize("degrees", ["NaN", "Infinity"])
def test_what_is_no_number_is_not_in_the_city(degrees):
    assert not is_in_the_city(Place(Decimal(degrees), Decimal("104.06")))


@pytest.mark.skipif(not SOURCE.exists(), reason=f"no {SOURCE}; PORTAL_SAMPLES names the folder of samples")
def test_positions_are_what_their_source_compiles_to():
    command = [sys.executable, ROOT / "bin" / "compile_metro", "--positions", SOURCE]

    compiled = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)

    assert compiled.stdout == stations.FILE.read_text(encoding="utf-8")
