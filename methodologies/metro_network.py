"""Chengdu's metro and trams: their stations and lines, and the shortest way between two stations in metres.

The facts and their source are in networks/chengdu_metro.yaml, which bin/compile_metro writes. Distances are whole
metres between neighbouring stations; changing lines costs no metres. Nothing here is a float.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, permutations
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from methodologies.base import Text

NETWORK = Path(__file__).parent / "networks" / "chengdu_metro.yaml"


@dataclass(frozen=True, slots=True)
class Edge:
    """Two neighbouring stations of a line, by their codes; trains run both ways."""

    here: str
    distance_m: int
    there: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its branches: the first is its trunk, each further one begins at the station where the line forks."""

    code: str
    name: Text
    colour: str
    branches: tuple[tuple[Edge, ...], ...]

    def edges(self) -> Iterator[Edge]:
        for branch in self.branches:
            yield from branch

    def stations(self) -> tuple[str, ...]:
        """The codes of its stations in their order, each once."""
        return tuple(dict.fromkeys(code for edge in self.edges() for code in (edge.here, edge.there)))


@dataclass(frozen=True, slots=True)
class Station:
    """A station; `pinyin` is its Chinese name in Latin letters, `initials` one letter of each syllable: tfgc."""

    code: str
    name: Text
    lines: tuple[str, ...]
    """The codes of the lines that call here."""
    pinyin: str
    initials: str


@dataclass(frozen=True, slots=True)
class Leg:
    """The part of a route on one line. Where the line forks, it may run to the fork and out on the other branch."""

    line: Line
    origin: Station
    destination: Station
    distance_m: int
    stops: int
    """At which stop one gets off: 1 is the next one."""


@dataclass(frozen=True, slots=True)
class Route:
    """The shortest way between two stations."""

    distance_m: int
    legs: tuple[Leg, ...]


class UnknownStation(LookupError):
    """No station of the network has this `code`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def stations() -> tuple[Station, ...]:
    """Every station, line by line in the order of their stops."""
    return tuple(_network().stations.values())


def lines() -> tuple[Line, ...]:
    """Every line, the trams last."""
    return tuple(_network().lines.values())


def route(origin: str, destination: str) -> Route:
    """The shortest way in metres and, of equally short ones, one with the fewest changes. Raises `UnknownStation`.

    From a station to itself it is 0 m, without a leg.
    """
    last = _arrival(origin, destination)
    arrivals = _arrivals(origin)
    return Route(last.distance_m, tuple(_legs(_way_to(last.platform, arrivals), arrivals)))


@lru_cache(maxsize=50_000)
def distance_m(origin: str, destination: str) -> int:
    """The metres of the shortest way. Raises `UnknownStation`."""
    return _arrival(origin, destination).distance_m


# The way: a platform is where one line calls at one station, and changing is a step between two platforms


class _Platform(NamedTuple):
    station: str
    line: str


class _Arrival(NamedTuple):
    """How a platform is first reached: they compare as they are chosen."""

    distance_m: int
    changes: int
    platform: _Platform
    came_from: _Platform


def _arrival(origin: str, destination: str) -> _Arrival:
    """How one best gets to a station."""
    for code in (origin, destination):
        if code not in _network().stations:
            raise UnknownStation(code)
    arrivals = _arrivals(origin)
    return min(arrivals[platform] for platform in _platforms(destination))


@cache
def _arrivals(origin: str) -> Mapping[_Platform, _Arrival]:
    """Every platform with the best way to it, found by Dijkstra's algorithm."""
    ahead = [_Arrival(0, 0, platform, platform) for platform in _platforms(origin)]
    best: dict[_Platform, _Arrival] = {}
    while ahead:
        arrival = heapq.heappop(ahead)
        if arrival.platform in best:
            continue
        best[arrival.platform] = arrival
        for distance_m, changes, platform in _steps()[arrival.platform]:
            if platform not in best:
                further = arrival.distance_m + distance_m, arrival.changes + changes
                heapq.heappush(ahead, _Arrival(*further, platform, arrival.platform))
    return best


def _way_to(last: _Platform, arrivals: Mapping[_Platform, _Arrival]) -> list[_Platform]:
    """The platforms that one passes, in order."""
    way = [last]
    while (before := arrivals[way[-1]].came_from) != way[-1]:
        way.append(before)
    return way[::-1]


def _legs(way: Iterable[_Platform], arrivals: Mapping[_Platform, _Arrival]) -> Iterator[Leg]:
    network = _network()
    for line, passed in groupby(way, key=lambda platform: platform.line):
        first, *others = passed
        if others:
            yield Leg(
                line=network.lines[line],
                origin=network.stations[first.station],
                destination=network.stations[others[-1].station],
                distance_m=arrivals[others[-1]].distance_m - arrivals[first].distance_m,
                stops=len(others),
            )


def _platforms(station: str) -> tuple[_Platform, ...]:
    return tuple(_Platform(station, line) for line in _network().stations[station].lines)


@cache
def _steps() -> Mapping[_Platform, tuple[tuple[int, int, _Platform], ...]]:
    """From each platform to the next ones: metres, changes, platform."""
    steps: dict[_Platform, list[tuple[int, int, _Platform]]] = defaultdict(list)
    for line in lines():
        for edge in line.edges():
            here, there = _Platform(edge.here, line.code), _Platform(edge.there, line.code)
            steps[here].append((edge.distance_m, 0, there))
            steps[there].append((edge.distance_m, 0, here))
    for station in stations():
        for here, there in permutations(_platforms(station.code), 2):
            steps[here].append((0, 1, there))
    return {platform: tuple(found) for platform, found in steps.items()}


def as_of() -> str:
    """The month of which the network is: 2024-12."""
    return _network().as_of


# The facts, read once


@dataclass(frozen=True, slots=True)
class _Network:
    stations: Mapping[str, Station]
    lines: Mapping[str, Line]
    as_of: str


@cache
def _network() -> _Network:
    facts = yaml.safe_load(NETWORK.read_text(encoding="utf-8"))
    lines = {row["id"]: _line(row) for row in facts["lines"]}
    return _Network(
        {row["id"]: _station(row, lines.values()) for row in facts["stations"]}, lines, facts["source"]["as_of"]
    )


def _line(row: Mapping[str, Any]) -> Line:
    branches = tuple(tuple(Edge(*edge) for edge in branch) for branch in row["branches"])
    return Line(row["id"], row["name"], row["colour"], branches)


def _station(row: Mapping[str, Any], lines: Iterable[Line]) -> Station:
    calling = tuple(line.code for line in lines if row["id"] in line.stations())
    return Station(row["id"], {"zh-hans": row["name"], "en": row["pinyin"]}, calling, row["pinyin"], row["initials"])
