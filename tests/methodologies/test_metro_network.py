"""Chengdu's metro network: its facts, the shortest ways over it, and that the file is what its source compiles to."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from methodologies import metro_network
from methodologies.metro_network import Leg, UnknownStation, lines, route, stations
from tests.processes import ROOT

SAMPLES = Path(os.environ.get("PORTAL_SAMPLES") or ROOT.parent / "shared" / "data")
SOURCE = SAMPLES / "chengdu_metro" / "chengdu_metro_2024.json"
CODES = {station.name["zh-hans"]: station.code for station in stations()}
NAMES = {code: name for name, code in CODES.items()}
A_STATION = st.sampled_from(sorted(NAMES))


def way(origin: str, destination: str) -> tuple[int, list[tuple[str, str, str, int, int]]]:
    """The route between two stations by their Chinese names."""
    found = route(CODES[origin], CODES[destination])
    return found.distance_m, [told(leg) for leg in found.legs]


def told(leg: Leg) -> tuple[str, str, str, int, int]:
    return (
        leg.line.name["en"],
        leg.origin.name["zh-hans"],
        leg.destination.name["zh-hans"],
        leg.distance_m,
        leg.stops,
    )


def neighbours(line: str) -> set[frozenset[str]]:
    """The pairs of neighbouring stations on a line, by their Chinese names."""
    found = next(each for each in lines() if each.code == line)
    return {frozenset({NAMES[edge.here], NAMES[edge.there]}) for edge in found.edges()}


def numbers_in(loaded: object) -> list[object]:
    """Every number in what was loaded, however deep."""
    if isinstance(loaded, dict):
        return [number for each in loaded.values() for number in numbers_in(each)]
    if isinstance(loaded, list):
        return [number for each in loaded for number in numbers_in(each)]
    return [] if isinstance(loaded, str) else [loaded]


# The facts


def test_there_are_seventeen_lines_and_353_stations():
    assert [line.code for line in lines()] == [
        *("line-1", "line-2", "line-3", "line-4", "line-5", "line-6", "line-7", "line-8", "line-9", "line-10"),
        *("line-17", "line-18", "line-19", "line-27", "line-s3", "tram-2", "tram-2-branch"),
    ]
    assert len(stations()) == 353
    assert len(CODES) == 353
    assert len(NAMES) == 353


def test_each_line_has_its_stations():
    counts = {line.code: len(line.stations()) for line in lines()}

    assert counts == {
        "line-1": 35,
        "line-2": 32,
        "line-3": 37,
        "line-4": 30,
        "line-5": 41,
        "line-6": 55,
        "line-7": 31,
        "line-8": 32,
        "line-9": 13,
        "line-10": 16,
        "line-17": 3,
        "line-18": 12,
        "line-19": 22,
        "line-27": 22,
        "line-s3": 6,
        "tram-2": 22,
        "tram-2-branch": 14,
    }


def test_every_edge_joins_two_known_stations_by_whole_metres():
    for line in lines():
        for edge in line.edges():
            assert {edge.here, edge.there} <= set(NAMES)
            assert type(edge.distance_m) is int
            assert 300 < edge.distance_m < 25_000


def test_the_file_holds_no_float():
    facts = yaml.safe_load(metro_network.NETWORK.read_text(encoding="utf-8"))

    assert {type(number) for number in numbers_in(facts)} == {int}


def test_a_station_says_its_name_its_lines_and_how_to_type_it():
    square = next(station for station in stations() if station.name["zh-hans"] == "天府广场")

    assert square.code == "tianfuguangchang"
    assert square.name == {"zh-hans": "天府广场", "en": "Tianfu Guangchang"}
    assert square.lines == ("line-1", "line-2")
    assert square.pinyin == "Tianfu Guangchang"
    assert square.initials == "tfgc"


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("万安", "Wan'an", "wa"),
        ("西南交大", "Xinan Jiaoda", "xnjd"),
        ("市二医院", "Shi'er Yiyuan", "seyy"),
        ("中医大·省医院", "Zhongyida Sheng Yiyuan", "zydsyy"),
        ("人民北路", "Renmin Beilu", "rmbl"),
        ("川藏立交", "Chuanzang Lijiao", "czlj"),
        ("双流机场2航站楼东", "Shuangliu Jichang 2 Hangzhanlou Dong", "sljc2hzld"),
        ("警官学院", "Jingguan Xueyuan", "jgxy"),
        ("金沙博物馆", "Jinsha Bowuguan", "jsbwg"),
    ],
)
def test_pinyin_is_cut_at_the_characters(name, pinyin, initials):
    station = next(station for station in stations() if station.name["zh-hans"] == name)

    assert (station.pinyin, station.initials) == (pinyin, initials)


def test_codes_pinyin_and_initials_agree():
    for station in stations():
        assert re.fullmatch(r"[a-z0-9]+", station.code)
        assert re.sub(r"[ ']", "", station.pinyin).lower() == station.code
        assert station.initials[0] == station.code[0]
        assert station.lines


def test_line_1_forks_at_sihe():
    trunk, branch = next(line for line in lines() if line.code == "line-1").branches

    assert (NAMES[trunk[0].here], NAMES[trunk[-1].there]) == ("韦家碾", "五根松")
    assert (NAMES[branch[0].here], NAMES[branch[0].there], NAMES[branch[-1].there]) == ("四河", "华阳", "科学城")
    assert frozenset({"五根松", "华阳"}) not in neighbours("line-1")


def test_no_other_line_forks():
    assert [line.code for line in lines() if len(line.branches) > 1] == ["line-1"]


def test_line_7_is_a_loop():
    pairs = neighbours("line-7")
    times = Counter(station for pair in pairs for station in pair)

    assert frozenset({"北站西二路", "火车北站"}) in pairs
    assert len(pairs) == 31
    assert set(times.values()) == {2}


# The ways


def test_from_one_branch_of_line_1_to_the_other_one_rides_back_over_the_fork():
    assert way("五根松", "华阳") == (3355, [("Line 1", "五根松", "华阳", 3355, 3)])
    assert way("五根松", "四河")[0] + way("四河", "华阳")[0] == 3355


@pytest.mark.parametrize(
    ("origin", "destination", "legs"),
    [
        ("犀浦", "春熙路", [("Line 2", "犀浦", "春熙路", 17385, 15)]),
        ("天府广场", "成都东客站", [("Line 2", "天府广场", "成都东客站", 7974, 7)]),
        ("北站西二路", "驷马桥", [("Line 7", "北站西二路", "驷马桥", 2603, 2)]),
        ("天府站", "天府机场北", [("Line 18", "天府站", "天府机场北", 35251, 4)]),
        ("蓝家店", "天府机场北", [("Line 19", "蓝家店", "天府机场北", 40279, 5)]),
        (
            "春熙路",
            "文化宫",
            [("Line 2", "春熙路", "中医大·省医院", 3970, 4), ("Line 4", "中医大·省医院", "文化宫", 3042, 3)],
        ),
        (
            "锦江宾馆",
            "双流机场2航站楼",
            [
                ("Line 1", "锦江宾馆", "省体育馆", 1836, 2),
                ("Line 3", "省体育馆", "太平园", 5180, 4),
                ("Line 10", "太平园", "双流机场2航站楼", 9443, 5),
            ],
        ),
        ("何公路", "和平街", [("Tram 2", "何公路", "望丛祠", 483, 1), ("Line 6", "望丛祠", "和平街", 1160, 1)]),
    ],
)
def test_the_shortest_way_by_name(origin, destination, legs):
    assert way(origin, destination) == (sum(leg[3] for leg in legs), legs)


def test_a_station_is_no_way_from_itself():
    assert way("春熙路", "春熙路") == (0, [])


@pytest.mark.parametrize(("origin", "destination"), [("nowhere", "xipu"), ("xipu", "nowhere"), ("nowhere", "nowhere")])
def test_an_unknown_station_is_refused_by_its_code(origin, destination):
    with pytest.raises(UnknownStation) as refused:
        route(origin, destination)

    assert refused.value.code == "nowhere"


def test_every_station_is_reached_from_every_other():
    for station in stations():
        assert route("chunxilu", station.code).distance_m >= 0
        assert bool(route("chunxilu", station.code).legs) is (station.code != "chunxilu")


@given(A_STATION, A_STATION)
def test_it_is_as_far_back_as_there(here, there):
    assert route(here, there).distance_m == route(there, here).distance_m


@given(A_STATION, A_STATION, A_STATION)
def test_no_way_is_longer_than_by_a_third_station(here, between, there):
    assert route(here, there).distance_m <= route(here, between).distance_m + route(between, there).distance_m


@given(A_STATION, A_STATION)
def test_the_legs_join_and_add_up_to_the_way(here, there):
    found = route(here, there)

    ends = [leg.origin.code for leg in found.legs], [leg.destination.code for leg in found.legs]
    assert [*ends[0], there] == [here, *ends[1]] or here == there
    assert sum(leg.distance_m for leg in found.legs) == found.distance_m
    for leg in found.legs:
        assert leg.line.code in leg.origin.lines
        assert leg.line.code in leg.destination.lines
        assert leg.stops >= 1


# The source


@pytest.mark.skipif(not SOURCE.exists(), reason=f"no {SOURCE}; PORTAL_SAMPLES names the folder of samples")
def test_the_file_is_what_its_source_compiles_to():
    command = [sys.executable, ROOT / "bin" / "compile_metro", SOURCE]

    compiled = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)

    assert compiled.stdout == metro_network.NETWORK.read_text(encoding="utf-8")
    assert "18号线: 天府站 – 三岔 18203 m" in compiled.stderr
