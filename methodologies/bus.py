"""Bus: the distance of a ride times what a person-kilometre on an electric bus avoids, or a fixed amount a ride.

The coefficient form of the Shenzhen method for low-carbon public transport (26.9 g per person-km). Where passengers
only tap in and nobody knows how far they went, a ride counts a fixed amount (80 g, Beijing's handbook of the Green
Life Season).
"""

from collections.abc import Mapping
from decimal import Decimal

from methodologies.base import Claim, FactorSlot, Line, Text
from methodologies.journey import GRAMS_PER_PKM, Journey, distance

GRAMS_PER_TRIP = FactorSlot(
    name="grams_per_trip",
    symbol="T",
    label={"zh-hans": "距离未知时每次减排量", "en": "Avoided per ride where the distance is unknown"},
    unit="g/trip",
    unit_label={"zh-hans": "克/次", "en": "g/ride"},
)


def per_trip(rate: Decimal) -> Line:
    """A ride of unknown distance."""
    return Line(lambda: {"zh-hans": f"1 次 × {rate} 克/次", "en": f"1 ride × {rate} g/ride"}, rate)


class Bus(Journey):
    code = "bus"
    quantities = (
        distance(
            {"zh-hans": "乘车距离", "en": "Distance"},
            {"zh-hans": "地图或公交应用里显示的里程", "en": "The distance that your map or bus app shows"},
            optional=True,
        ),
    )
    slots = (GRAMS_PER_PKM, GRAMS_PER_TRIP)
    formula = {
        "zh-hans": "减排量 = 距离 × 每人公里减排量；不知道距离时，每次按固定值计",
        "en": "avoided = distance × avoided per person-km; a fixed amount a ride where the distance is unknown",
    }
    symbols = "ER = D × RF | T"
    deed = {"zh-hans": "您乘公交出行 {distance_m}", "en": "You travelled {distance_m} by bus"}
    example = Claim({"distance_m": 5000}, 1200)

    def deed_of(self, claim: Claim) -> Text:
        return self.deed if "distance_m" in claim else {"zh-hans": "您乘了一次公交", "en": "You took a bus"}

    def working(self, claim: Claim, factors: Mapping[str, Decimal]) -> tuple[Line, ...]:
        if "distance_m" in claim:
            return super().working(claim, factors)
        return (per_trip(factors[GRAMS_PER_TRIP.name]),)


METHODOLOGY = Bus()
