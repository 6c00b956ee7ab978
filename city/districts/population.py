"""Who lives where, by the census: of the city, and of each area whose people the census counts together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

from accounts.districts import District
from city.sources import Source
from common.texts import listed

FILE = Path(__file__).parent / "population.yaml"


@dataclass(frozen=True, slots=True)
class Area:
    """One district, or several of which the census knows only how many people they have together."""

    districts: tuple[District, ...]
    people: int

    def __str__(self) -> str:
        return listed(str(district.label) for district in self.districts)


@dataclass(frozen=True, slots=True)
class Census:
    """Resident people (常住人口)."""

    counted_on: date
    people: int
    areas: Sequence[Area]
    source: Source

    def area_of(self, district: District) -> Area:
        return next(area for area in self.areas if district in area.districts)


@lru_cache(maxsize=1)
def census() -> Census:
    with FILE.open(encoding="utf-8") as file:
        stated = yaml.safe_load(file)
    areas = [Area(tuple(map(District, area["districts"])), area["people"]) for area in stated["areas"]]
    return Census(stated["counted_on"], stated["people"], areas, Source(**stated["source"]))
