"""Journeys: their distance times what a person-kilometre by this means avoids. What the methods of travel share."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from methodologies.base import (
    TRAVELLER,
    Claim,
    FactorSlot,
    Line,
    Measure,
    Methodology,
    Quantity,
    Span,
    Text,
)

METRES_PER_KM = 1000
SECONDS_PER_HOUR = 3600
KM: Text = {"zh-hans": "公里", "en": "km"}

MEAN_SPEED = Measure(
    name="mean_speed_kmh",
    label={"zh-hans": "平均速度", "en": "Mean speed"},
    unit={"zh-hans": "公里/小时", "en": "km/h"},
)
GRAMS_PER_PKM = FactorSlot(
    name="grams_per_pkm",
    symbol="RF",
    label={"zh-hans": "每人公里减排量", "en": "Avoided per person-km"},
    unit="g/pkm",
    unit_label={"zh-hans": "克/人公里", "en": "g/person-km"},
)


def distance(label: Text, hint: Text, *, optional: bool = False) -> Quantity:
    """The distance of a journey in metres, entered in km."""
    return Quantity(
        name="distance_m",
        label=label,
        unit=KM,
        per_unit=METRES_PER_KM,
        places=2,
        hint=hint,
        symbol="D",
        optional=optional,
    )


class Journey(Methodology):
    """The coefficient form of the published city methods: the factor is baseline minus the means' own emission."""

    span = Span.PERIOD
    occupies = TRAVELLER
    measures: ClassVar[tuple[Measure, ...]] = (MEAN_SPEED,)
    slots: tuple[FactorSlot, ...] = (GRAMS_PER_PKM,)
    formula = {"zh-hans": "减排量 = 距离 × 每人公里减排量", "en": "avoided = distance × avoided per person-km"}
    symbols = "ER = D × RF"
    basis = {"zh-hans": "按每公里 {grams_per_pkm} 克计算", "en": "Counted at {grams_per_pkm} g a kilometre"}

    def kilometres(self, claim: Claim) -> Decimal | None:
        """How far the journey went; `None` where the claim does not tell."""
        return Decimal(claim["distance_m"]) / METRES_PER_KM if "distance_m" in claim else None

    def measured(self, claim: Claim, name: str) -> Decimal | None:
        if name != MEAN_SPEED.name:
            return super().measured(claim, name)
        kilometres = self.kilometres(claim)
        return None if kilometres is None else mean_speed(kilometres, claim.duration_s)

    def working(self, claim: Claim, factors: Mapping[str, Decimal]) -> tuple[Line, ...]:
        kilometres = self.kilometres(claim)
        assert kilometres is not None
        return (per_kilometre(kilometres, factors[GRAMS_PER_PKM.name]),)


def mean_speed(kilometres: Decimal, duration_s: int) -> Decimal:
    """In km/h; infinite for a journey that took no time."""
    hours = Decimal(duration_s) / SECONDS_PER_HOUR
    return kilometres / hours if hours else Decimal("Infinity")


def per_kilometre(kilometres: Decimal, rate: Decimal) -> Line:
    """Kilometres times grams a person-kilometre."""
    return Line(
        lambda: {"zh-hans": f"{kilometres} 公里 × {rate} 克/人公里", "en": f"{kilometres} km × {rate} g/person-km"},
        kilometres * rate,
    )
