"""The map of the registry: how many projects each district has and how many tonnes they were issued, on equal tiles."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Count
from django.utils.functional import Promise

from accounts.districts import District
from accounts.tile_map import SHORT, TILES
from projects.models import CarbonProject
from projects.public.reading import Sums, tonnes_by_status

SHADES = 4
"""Of tiles with units; one more, the lightest, is of those without."""


class Place(NamedTuple):
    """A tile. `shade` is 0 without units, else by which quarter of the most its tonnes come to, up to `SHADES`."""

    district: District
    short: str | Promise
    column: int
    projects: int
    sums: Sums
    shade: int


class Map(NamedTuple):
    """All 23 districts, row by row from the north-west."""

    places: Sequence[Place]
    sums: Sums
    limits: Sequence[tuple[int, int, int]]
    """Each shade, and from how many tonnes to how many it stands for; none without units."""

    @property
    def by_tonnes(self) -> list[Place]:
        """Those with projects, the one with the most first."""
        there = [place for place in self.places if place.projects]
        return sorted(there, key=lambda place: (-place.sums.issued, -place.projects))


def of_registry() -> Map:
    """One question, however many projects there are."""
    found = {district: (count, sums) for district, count, sums in _by_district()}
    most = max((sums.issued for _count, sums in found.values()), default=0)
    places = [
        Place(tile.district, SHORT[tile.district], tile.column, count, sums, shade(sums.issued, most))
        for tile in TILES
        for count, sums in [found.get(tile.district, (0, Sums()))]
    ]
    totals = Sums(*(sum(column) for column in zip(*(place.sums for place in places), strict=True)))
    return Map(places, totals, limits(most))


def shade(tonnes: int, most: int) -> int:
    """1 to `SHADES` by quarters of the most; 0 for none."""
    return -(-tonnes * SHADES // most) if tonnes else 0


def limits(most: int) -> list[tuple[int, int, int]]:
    """Each shade with units, and from how many tonnes to how many; of few tonnes some stand for none."""
    bounds = pairwise(most * step // SHADES for step in range(SHADES + 1))
    return [(number, low + 1, high) for number, (low, high) in enumerate(bounds, 1) if high > low]


def _by_district() -> list[tuple[str, int, Sums]]:
    rows = (
        CarbonProject.objects.order_by()
        .values("district")
        .annotate(projects=Count("pk", distinct=True), **tonnes_by_status())
    )
    return [
        (row["district"], row["projects"], Sums(**{name: row[f"{name}_t"] for name in Sums._fields})) for row in rows
    ]
