"""The shortest way between two stations of a network that is given as its edges."""

from collections import defaultdict
from collections.abc import Iterable
from heapq import heappop, heappush


class MetroWays:
    """Metres between stations, by Dijkstra's algorithm; what was asked once is kept.

    An edge is a station, metres and its neighbour; trains go both ways.
    """

    def __init__(self, edges: Iterable[tuple[str, int, str]]) -> None:
        self._neighbours: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for here, metres, there in edges:
            self._neighbours[here].append((there, metres))
            self._neighbours[there].append((here, metres))
        self._from: dict[str, dict[str, int]] = {}

    def metres(self, origin: str, destination: str) -> int | None:
        """`None` where a station is not of the network, or no way leads to it."""
        if origin not in self._neighbours:
            return None
        if origin not in self._from:
            self._from[origin] = self._all_from(origin)
        return self._from[origin].get(destination)

    def _all_from(self, origin: str) -> dict[str, int]:
        settled: dict[str, int] = {}
        reached = [(0, origin)]
        while reached:
            metres, station = heappop(reached)
            if station in settled:
                continue
            settled[station] = metres
            for neighbour, further in self._neighbours[station]:
                heappush(reached, (metres + further, neighbour))
        return settled
