"""The metro as a schematic map, and where a place lies in words: near which station. Lines and stations, no borders."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from channels.photo_reports.places import Place, distance_m
from common.texts import in_reader_language
from methodologies import metro_network
from methodologies.metro_network import Station

FILE = Path(__file__).with_name("stations.yaml")
STEP_M = 50
KILOMETRE_M = 1000


def address_in_words(place: Place) -> str:
    """The nearest station and about how far off it is, in the reader's language."""
    by_distance = {code: distance_m(place, at) for code, at in _positions().items()}
    nearest = min(by_distance, key=by_distance.__getitem__)
    [station] = [each for each in metro_network.stations() if each.code == nearest]
    return address_words()["near"] % {
        "station": station_name(station),
        "distance": _rounded(by_distance[nearest]),
    }


def address_words() -> dict[str, str]:
    """What an address is made of, for a page that makes one by itself."""
    return {
        "near": _("Near %(station)s, about %(distance)s"),
        "metres": _("%(metres)s m"),
        "kilometres": _("%(kilometres)s km"),
    }


def station_name(station: Station) -> str:
    """As people call it: a name that already says so is not called a station twice."""
    name = in_reader_language(station.name)
    return name if name.endswith("站") else _("%(name)s station") % {"name": name}


def metro_map() -> dict[str, object]:
    """What the page draws: stations, each with whether lines cross there, and the ways of lines through them."""
    stations, at = metro_network.stations(), _positions()
    places = {station.code: number for number, station in enumerate(stations)}
    return {
        "stations": [
            [station_name(each), float(at[each.code].latitude), float(at[each.code].longitude), len(each.lines) > 1]
            for each in stations
        ],
        "lines": [
            {
                "colour": line.colour,
                "ways": [[places[way[0].here], *(places[edge.there] for edge in way)] for way in line.branches],
            }
            for line in metro_network.lines()
        ],
    }


@cache
def _positions() -> Mapping[str, Place]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {code: Place(Decimal(str(north)), Decimal(str(east))) for code, (north, east) in rows.items()}


def _rounded(metres: int) -> str:
    if metres < KILOMETRE_M:
        return address_words()["metres"] % {"metres": max(STEP_M, round(metres / STEP_M) * STEP_M)}
    return address_words()["kilometres"] % {"kilometres": f"{metres / KILOMETRE_M:.1f}"}
