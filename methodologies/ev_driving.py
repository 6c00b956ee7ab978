"""Driving an electric car in place of a petrol one: what the petrol would have emitted less what the power did.

ER = d × (FC/100 × EF of petrol − EC/100 ÷ (1 − L) × EF of the grid), the form of T/CSAE 235-2021. The grid's factor is
a debit, so it is the one of the whole southwestern grid, the higher one. Of plug-in hybrids only
electric kilometres count.
"""

from collections.abc import Mapping
from decimal import Decimal

from methodologies.base import TRAVELLER, Claim, FactorSlot, Line, Measure, Span
from methodologies.car import (
    GRAMS_PER_LITRE,
    LITRES_PER_100_KM,
    ODOMETER,
    PER_100_KM,
    CarMethod,
    driven_km,
    petrol_grams_per_km,
)
from methodologies.journey import KM, MEAN_SPEED, mean_speed


class EVDriving(CarMethod):
    code = "ev-driving"
    drive = "electric"
    counts_kilometres = True
    span = Span.PERIOD
    occupies = TRAVELLER
    quantities = ODOMETER
    measures = (Measure("driven_km", {"zh-hans": "行驶里程", "en": "Distance driven"}, KM), MEAN_SPEED)
    slots = (
        LITRES_PER_100_KM,
        GRAMS_PER_LITRE,
        FactorSlot(
            name="kwh_per_100_km",
            symbol="EC",
            label={"zh-hans": "电动车百公里电耗", "en": "Power use of the electric car"},
            unit="kWh/100km",
            unit_label={"zh-hans": "千瓦时/百公里", "en": "kWh/100 km"},
        ),
        FactorSlot(
            name="charging_loss",
            symbol="L",
            label={"zh-hans": "充电损耗", "en": "Lost in charging"},
            unit="share",
            unit_label={"zh-hans": "× 充电量", "en": "× the power charged"},
        ),
        FactorSlot(
            name="grid_debit",
            symbol="EFe",
            label={"zh-hans": "用电排放因子（西南电网）", "en": "Emission factor of power used (Southwest grid)"},
            unit="g/kWh",
            unit_label={"zh-hans": "克/千瓦时", "en": "g/kWh"},
        ),
    )
    formula = {
        "zh-hans": "减排量 = 里程 × （燃油车每公里排放 − 电动车每公里用电排放）",
        "en": "avoided = distance × (emission of a petrol car a km − emission of the electric car's power a km)",
    }
    symbols = "ER = d × [FC/100 × EFp − EC/100 ÷ (1 − L) × EFe]"
    deed = {
        "zh-hans": "您的新能源汽车里程从 {odometer_start_m} 到 {odometer_end_m}",
        "en": "Your electric car went from {odometer_start_m} to {odometer_end_m}",
    }
    basis = {
        "zh-hans": "与百公里 {litres_per_100_km} 升汽油的燃油车相比，并扣除充电用电的排放",
        "en": "Compared with a petrol car at {litres_per_100_km} L a 100 km, less the emission of the power charged",
    }
    example = Claim({"odometer_start_m": 10_000_000, "odometer_end_m": 10_020_000}, 3600)

    def measured(self, claim: Claim, name: str) -> Decimal | None:
        if name == "driven_km":
            return driven_km(claim)
        if name == MEAN_SPEED.name:
            return mean_speed(driven_km(claim), claim.duration_s)
        return super().measured(claim, name)

    def working(self, claim: Claim, factors: Mapping[str, Decimal]) -> tuple[Line, ...]:
        kilometres = driven_km(claim)
        charged = factors["kwh_per_100_km"] / PER_100_KM / (1 - factors["charging_loss"])
        petrol, power = petrol_grams_per_km(factors), charged * factors["grid_debit"]
        return (
            Line(
                lambda: {
                    "zh-hans": f"同样里程的燃油车：{kilometres:,} 公里 × {petrol.normalize()} 克/公里",
                    "en": f"A petrol car over the same way: {kilometres:,} km × {petrol.normalize()} g/km",
                },
                kilometres * petrol,
            ),
            Line(
                lambda: {
                    "zh-hans": f"减去电动车用电：{kilometres:,} 公里 × {power.normalize()} 克/公里",
                    "en": f"Less the electric car's power: {kilometres:,} km × {power.normalize()} g/km",
                },
                -kilometres * power,
            ),
        )


METHODOLOGY = EVDriving()
