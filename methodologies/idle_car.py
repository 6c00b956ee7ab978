"""Leaving a fuel car idle: the emission of a day's driving less that of the journeys made instead, for whole days.

The evidence rule of Beijing's campaign of voluntary driving restraint: two readings of the odometer at least 24 hours
apart that hardly differ; longer times count by whole multiples of 24 hours. The formula already holds the substitute
journeys, so journeys of the same time count nothing beside it. A day on which the plate may not drive anyway saves
nothing and is taken off the whole days.
"""

from collections.abc import Mapping
from decimal import Decimal

from methodologies.base import TRAVELLER, Claim, Entry, FactorSlot, Line, Measure, Quantity, Span
from methodologies.car import GRAMS_PER_LITRE, LITRES_PER_100_KM, ODOMETER, CarMethod, driven_km, petrol_grams_per_km
from methodologies.journey import KM

SECONDS_PER_DAY = 86_400
RESTRICTED_DAYS = "restricted_days"
"""What a claim says of the days on which the plate may not drive; what knows the plate says it."""


class IdleCar(CarMethod):
    code = "idle-car"
    drive = "fuel"
    span = Span.PERIOD
    entry = Entry.MOMENTS
    longest_days = 3
    occupies = "fuel-car"
    covers = frozenset({TRAVELLER})
    quantities = (
        *ODOMETER,
        Quantity(
            name=RESTRICTED_DAYS,
            label={"zh-hans": "其中的限行日", "en": "Days on which the plate may not drive"},
            unit={"zh-hans": "天限行", "en": "restricted days"},
            one_unit={"zh-hans": "天限行", "en": "restricted day"},
            symbol="R",
            optional=True,
            typed=False,
        ),
    )
    measures = (Measure("driven_km", {"zh-hans": "两次读数之差", "en": "Difference of the readings"}, KM),)
    slots = (
        FactorSlot(
            name="km_per_day",
            symbol="D",
            label={"zh-hans": "日均出行里程", "en": "Travel on an ordinary day"},
            unit="km/day",
            unit_label={"zh-hans": "公里/天", "en": "km/day"},
        ),
        LITRES_PER_100_KM,
        GRAMS_PER_LITRE,
        FactorSlot(
            name="substitute_grams_per_pkm",
            symbol="EFs",
            label={"zh-hans": "替代出行排放因子", "en": "Emission of the journeys made instead"},
            unit="g/pkm",
            unit_label={"zh-hans": "克/人公里", "en": "g/person-km"},
        ),
        FactorSlot(
            name="most_days",
            symbol="Nmax",
            label={"zh-hans": "每次申报最多计入天数", "en": "Most days that one declaration counts"},
            unit="day",
            unit_label={"zh-hans": "天", "en": "days"},
        ),
    )
    formula = {
        "zh-hans": "减排量 = 整 24 小时的天数（不含限行日）× 日均里程 × （燃油车每公里排放 − 替代出行每公里排放）",
        "en": "avoided = whole days of 24 h, without days on which the plate may not drive × travel a day"
        " × (emission of the car a km − of the journeys instead a km)",
    }
    symbols = "ER = min(N − R, Nmax) × D × (FC/100 × EFp − EFs)"
    deed = {
        "zh-hans": "您的燃油车停驶，里程表从 {odometer_start_m} 到 {odometer_end_m}",
        "en": "You left your car; its odometer went from {odometer_start_m} to {odometer_end_m}",
    }
    basis = {
        "zh-hans": "按每天 {km_per_day} 公里改乘公共交通计算，只计满 24 小时的天数",
        "en": "Counted as {km_per_day} km a day made by public transport instead, for whole days of 24 h only",
    }
    example = Claim({"odometer_start_m": 52_000_000, "odometer_end_m": 52_000_000}, SECONDS_PER_DAY)

    def measured(self, claim: Claim, name: str) -> Decimal | None:
        return driven_km(claim) if name == "driven_km" else super().measured(claim, name)

    def working(self, claim: Claim, factors: Mapping[str, Decimal]) -> tuple[Line, ...]:
        days = min(days_saved(claim), int(factors["most_days"]))
        kilometres = days * factors["km_per_day"]
        petrol, instead = petrol_grams_per_km(factors), factors["substitute_grams_per_pkm"]
        way, way_zh = f"{days} × {factors['km_per_day']}", f"{days} 天 × {factors['km_per_day']}"
        return (
            Line(
                lambda: {
                    "zh-hans": f"没有开的燃油车：{way_zh} 公里 × {petrol.normalize()} 克/公里",
                    "en": f"The car not driven: {way} km × {petrol.normalize()} g/km",
                },
                kilometres * petrol,
            ),
            Line(
                lambda: {
                    "zh-hans": f"减去替代出行：{way_zh} 公里 × {instead} 克/人公里",
                    "en": f"Less the journeys made instead: {way} km × {instead} g/person-km",
                },
                -kilometres * instead,
            ),
        )


def days_saved(claim: Claim) -> int:
    """The whole days without those on which the plate may not drive."""
    days = whole_days(claim.duration_s)
    if RESTRICTED_DAYS in claim:
        days -= max(claim[RESTRICTED_DAYS], 0)
    return max(days, 0)


def whole_days(duration_s: int) -> int:
    """Whole multiples of 24 hours: 23 h 59 min is none, 49 h are two."""
    return duration_s // SECONDS_PER_DAY


METHODOLOGY = IdleCar()
