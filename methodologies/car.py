"""Cars: what the methods about private cars share."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from methodologies.base import Claim, FactorSlot, Methodology, Quantity
from methodologies.journey import KM, METRES_PER_KM

PER_100_KM = 100

LITRES_PER_100_KM = FactorSlot(
    name="litres_per_100_km",
    symbol="FC",
    label={"zh-hans": "燃油车百公里油耗", "en": "Fuel use of a petrol car"},
    unit="L/100km",
    unit_label={"zh-hans": "升/百公里", "en": "L/100 km"},
)
GRAMS_PER_LITRE = FactorSlot(
    name="grams_per_litre",
    symbol="EFp",
    label={"zh-hans": "汽油排放因子", "en": "Emission factor of petrol"},
    unit="g/L",
    unit_label={"zh-hans": "克/升", "en": "g/L"},
)

ODOMETER = (
    Quantity(
        name="odometer_start_m",
        label={"zh-hans": "开始时的里程表读数", "en": "Odometer at the start"},
        unit=KM,
        per_unit=METRES_PER_KM,
        places=1,
        hint={"zh-hans": "仪表盘上的总里程", "en": "The total on the dashboard"},
    ),
    Quantity(
        name="odometer_end_m",
        ends="odometer_start_m",
        label={"zh-hans": "结束时的里程表读数", "en": "Odometer at the end"},
        unit=KM,
        per_unit=METRES_PER_KM,
        places=1,
    ),
)


class CarMethod(Methodology):
    """What one private car does or leaves undone, between two readings of its odometer."""

    of_one_scenario = True
    drive: ClassVar[str]
    """What must drive the car: `electric` or `fuel`."""
    counts_kilometres: ClassVar[bool] = False
    """Whether what it drove counts, besides its time."""


def driven_km(claim: Claim) -> Decimal:
    """The kilometres between two readings of the odometer; below zero when they were swapped."""
    return Decimal(claim["odometer_end_m"] - claim["odometer_start_m"]) / METRES_PER_KM


def petrol_grams_per_km(factors: Mapping[str, Decimal]) -> Decimal:
    """What a petrol car emits on a kilometre."""
    return factors[LITRES_PER_100_KM.name] / PER_100_KM * factors[GRAMS_PER_LITRE.name]
