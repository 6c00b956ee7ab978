"""Every chart by the name in its address: `trend-month`, `mix` of the latest month, `mix-2026-10` of one that stays."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from accounts.districts import District
from city.dashboard.chart import Chart
from city.dashboard.parts import mix, proof
from city.dashboard.places import by_district, per_resident
from city.dashboard.trend import of_district as trend_of_district
from city.dashboard.trend import trend
from city.rollups import reading
from city.rollups.periods import Unit

TREND, DISTRICT, DISTRICT_MIX = "trend", "district", "district-mix"
PARTS: Mapping[str, Callable[[str, str | None], Chart]] = {
    "mix": mix,
    "districts": by_district,
    "per-resident": per_resident,
    "proof": proof,
}
ALL = "all"
"""The period of all that was released."""


def find(name: str, now: datetime) -> Chart | None:
    base, period = split(name)
    if base == TREND:
        return trend(Unit(period), now) if period in set(Unit) else None
    if base in (DISTRICT, DISTRICT_MIX):
        return _of_district(base, District(period)) if period in District.values else None
    if base not in PARTS:
        return None
    if period == ALL:
        return PARTS[base](name, None)
    known = released()
    if period and period not in known:
        return None
    return PARTS[base](name, period or latest(known))


def of_district(district: District) -> list[Chart]:
    """What its page shows."""
    return [_of_district(base, district) for base in (DISTRICT, DISTRICT_MIX)]


def _of_district(base: str, district: District) -> Chart:
    name = f"{base}-{district}"
    if base == DISTRICT:
        return trend_of_district(name, district)
    return mix(name, latest(reading.released(Unit.MONTH)), district=district)


def released() -> list[str]:
    """The months of which there are charts, the latest first, then the years."""
    return [*reading.released(Unit.MONTH), *reading.released(Unit.YEAR)]


def latest(known: Sequence[str]) -> str | None:
    """The latest month; before there is one, all of nothing."""
    return known[0] if known else None


def split(name: str) -> tuple[str, str]:
    """The kind of chart, and its unit or period; the first is empty where it is none."""
    if name in PARTS:
        return name, ""
    bases = (TREND, *PARTS, DISTRICT_MIX, DISTRICT)
    base = next((known for known in bases if name.startswith(f"{known}-") and name != f"{known}-"), "")
    return base, name[len(base) + 1 :]
