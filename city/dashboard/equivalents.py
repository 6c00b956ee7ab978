"""What grams compare to. Only by factors that the catalogue holds with their sources; without them by nothing."""

from collections.abc import Sequence
from typing import NamedTuple

from common.texts import in_reader_language
from scenarios.models import EmissionFactor

LITRES_PER_100_KM = "petrol-car-use-miit-2015"
GRAMS_PER_LITRE = "petrol-handbook-2021"
CODES = (LITRES_PER_100_KM, GRAMS_PER_LITRE)


class Driven(NamedTuple):
    """How far a petrol car drives for as much CO2, in whole kilometres, rounded down, and by which factors."""

    kilometres: int
    factors: Sequence[str]


def driven(grams: int | None) -> Driven | None:
    factors = {factor.code: factor for factor in EmissionFactor.objects.filter(code__in=CODES)}
    if not grams or len(factors) < len(CODES):
        return None
    litres, per_litre = (factors[code] for code in CODES)
    kilometres = int(grams * 100 / (litres.value * per_litre.value))
    return Driven(kilometres, [_in_words(factor) for factor in (litres, per_litre)]) if kilometres else None


def _in_words(factor: EmissionFactor) -> str:
    title = in_reader_language(factor.source["title"])
    return f"{factor.value.normalize():f} {factor.unit} ({title})"
