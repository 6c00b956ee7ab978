"""Metro: the distance between two stations along the lines times what a person-kilometre on the metro avoids.

The coefficient form of the Shenzhen method for low-carbon public transport (46.7 g per person-km), the lowest published
one. The distance is the network's, not a satellite's; where an operator sends its own, that counts, and where both are
told they must fit each other. Where neither is known a journey counts a fixed amount (46 g, Beijing's handbook of the
Green Life Season).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from methodologies import metro_network
from methodologies.base import Choice, Claim, Contradiction, Line, Measure, Option, Text
from methodologies.bus import GRAMS_PER_TRIP, per_trip
from methodologies.journey import GRAMS_PER_PKM, KM, MEAN_SPEED, METRES_PER_KM, Journey, distance, per_kilometre
from methodologies.metro_network import Leg


def _stations() -> Iterator[Option]:
    """Every station under the heading of each of its lines."""
    by_code = {station.code: station for station in metro_network.stations()}
    for line in metro_network.lines():
        for code in line.stations():
            station = by_code[code]
            words = f"{station.pinyin} {station.pinyin.replace(' ', '')} {station.initials}".lower()
            yield Option(code, station.name, line.name, words)


STATIONS = tuple(_stations())
WHOLE = 100


class Metro(Journey):
    code = "metro"
    choices = (
        Choice("origin", {"zh-hans": "进站", "en": "From"}, STATIONS, optional=True),
        Choice("destination", {"zh-hans": "出站", "en": "To"}, STATIONS, optional=True),
    )
    quantities = (
        replace(
            distance({"zh-hans": "票务系统里程", "en": "Distance by the fare system"}, {}, optional=True), typed=False
        ),
    )
    measures = (
        Measure("distance_km", {"zh-hans": "线网里程", "en": "Distance along the lines"}, KM),
        Measure(
            "fare_distance_percent",
            {"zh-hans": "票务系统里程与线网里程之比", "en": "Distance by the fare system against that along the lines"},
            {"zh-hans": "%", "en": "%"},
        ),
        MEAN_SPEED,
    )
    slots = (GRAMS_PER_PKM, GRAMS_PER_TRIP)
    formula = {
        "zh-hans": "减排量 = 两站之间的线网里程 × 每人公里减排量；不知道里程时，每次按固定值计",
        "en": "avoided = distance along the lines × avoided per person-km; a fixed amount where it is unknown",
    }
    symbols = "ER = D × RF | T"
    caveat = {
        "zh-hans": (
            f"线网数据截至 {metro_network.as_of()}：之后新开的线路和车站不在其中（当时 13 号线、30 号线即将开通）。"
        ),
        "en": (
            f"The network is that of {metro_network.as_of()}: lines and stations opened since are not in it "
            "(lines 13 and 30 were near their opening then)."
        ),
    }
    deed = {"zh-hans": "您乘地铁从{origin}到{destination}", "en": "You took the metro from {origin} to {destination}"}
    example = Claim({"origin": "xipu", "destination": "chunxilu"}, 2400)

    def deed_of(self, claim: Claim) -> Text:
        return self.deed if _names_stations(claim) else {"zh-hans": "您乘了一次地铁", "en": "You took the metro"}

    def kilometres(self, claim: Claim) -> Decimal | None:
        if "distance_m" not in claim and _names_stations(claim):
            return Decimal(metro_network.distance_m(*_stations_of(claim))) / METRES_PER_KM
        return super().kilometres(claim)

    def contradictions(self, claim: Claim) -> tuple[Contradiction, ...]:
        if ("origin" in claim) != ("destination" in claim):
            return (Contradiction("one_station", "destination" if "origin" in claim else "origin"),)
        if _names_stations(claim) and claim.chosen("origin") == claim.chosen("destination"):
            return (Contradiction("same_station", "destination"),)
        return ()

    def measured(self, claim: Claim, name: str) -> Decimal | None:
        if name == "distance_km":
            return self.kilometres(claim)
        if name == "fare_distance_percent":
            return _fare_distance_percent(claim)
        return super().measured(claim, name)

    def working(self, claim: Claim, factors: Mapping[str, Decimal]) -> tuple[Line, ...]:
        rate = factors[GRAMS_PER_PKM.name]
        if "distance_m" in claim:
            return super().working(claim, factors)
        if not _names_stations(claim):
            return (per_trip(factors[GRAMS_PER_TRIP.name]),)
        return tuple(_leg_line(leg, rate) for leg in metro_network.route(*_stations_of(claim)).legs)

    def quantify(self, claim: Claim, factors: Mapping[str, Decimal]) -> Decimal:
        """The sum of the legs is the whole way, which needs no legs."""
        kilometres = self.kilometres(claim)
        return factors[GRAMS_PER_TRIP.name] if kilometres is None else kilometres * factors[GRAMS_PER_PKM.name]


def _names_stations(claim: Claim) -> bool:
    return "origin" in claim and "destination" in claim


def _stations_of(claim: Claim) -> tuple[str, str]:
    return claim.chosen("origin"), claim.chosen("destination")


def _fare_distance_percent(claim: Claim) -> Decimal | None:
    """How long the fare system's distance is, the shortest way along the lines being 100; nothing without both."""
    if "distance_m" not in claim or not _names_stations(claim):
        return None
    metres = metro_network.distance_m(*_stations_of(claim))
    return Decimal(claim["distance_m"]) * WHOLE / metres if metres else Decimal("Infinity")


def _leg_line(leg: Leg, rate: Decimal) -> Line:
    counted = per_kilometre(Decimal(leg.distance_m) / METRES_PER_KM, rate)
    return Line(lambda: _leg_in_words(leg, counted), counted.grams)


def _leg_in_words(leg: Leg, counted: Line) -> Text:
    return {
        language: f"{leg.line.name[language]} {leg.origin.name[language]}–{leg.destination.name[language]}{gap}{words}"
        for (language, words), gap in zip(counted.expression.items(), ("：", ": "), strict=True)
    }


METHODOLOGY = Metro()
