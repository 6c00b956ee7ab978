"""Bike-share: the distance of a ride times what a person-kilometre on a shared bike avoids.

The coefficient form of the published city methods: the factor is baseline minus own operation (33.88 g per person-km,
Hello enterprise standard 2022). Each ride counts on its own; the use of a pedal bike itself emits nothing.
"""

from collections.abc import Mapping
from decimal import Decimal

from methodologies.base import Claim, FactorSlot, Line, Measure, Methodology, Quantity, Span

METRES_PER_KM = 1000
SECONDS_PER_HOUR = 3600


class BikeShare(Methodology):
    code = "bike-share"
    span = Span.PERIOD
    quantities = (
        Quantity(
            name="distance_m",
            label={"zh-hans": "骑行距离", "en": "Distance"},
            unit={"zh-hans": "公里", "en": "km"},
            per_unit=METRES_PER_KM,
            places=2,
            hint={"zh-hans": "骑行订单上显示的里程", "en": "The distance shown on the ride's receipt"},
        ),
    )
    measures = (
        Measure(
            name="mean_speed_kmh",
            label={"zh-hans": "平均速度", "en": "Mean speed"},
            unit={"zh-hans": "公里/小时", "en": "km/h"},
        ),
    )
    slots = (
        FactorSlot(
            name="grams_per_pkm",
            symbol="RF",
            label={"zh-hans": "每人公里减排量", "en": "Avoided per person-km"},
            unit="g/pkm",
            unit_label={"zh-hans": "克/人公里", "en": "g/person-km"},
        ),
    )
    formula = {"zh-hans": "减排量 = 距离 × 每人公里减排量", "en": "avoided = distance × avoided per person-km"}

    example = Claim({"distance_m": 2000}, duration_s=10 * 60)

    def measured(self, claim: Claim, name: str) -> Decimal:
        if name != "mean_speed_kmh":
            return super().measured(claim, name)
        hours = Decimal(claim.duration_s) / SECONDS_PER_HOUR
        return _kilometres(claim) / hours if hours else Decimal("Infinity")

    def working(self, claim: Claim, factors: Mapping[str, Decimal]) -> tuple[Line, ...]:
        distance, rate = _kilometres(claim), factors["grams_per_pkm"]
        expression = {"zh-hans": f"{distance} 公里 × {rate} 克/人公里", "en": f"{distance} km × {rate} g/person-km"}
        return (Line(expression, distance * rate),)


def _kilometres(claim: Claim) -> Decimal:
    return Decimal(claim["distance_m"]) / METRES_PER_KM


METHODOLOGY = BikeShare()
