"""The units that projects state amounts in, and the only conversions that are known.

A unit without a common measure with another is never converted. Factors are two whole numbers, so that 15 mu are
one hectare exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from methodologies.base import Text


class UnknownConversion(ValueError):
    """Nothing says how many of one unit make one of the other."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, and how many of its measure's smallest common part it is: `times` / `parts`."""

    code: str
    label: Text
    measure: str
    times: int = 1
    parts: int = 1


def convert(value: Decimal, given: str, wanted: str) -> Decimal:
    """The same amount in another unit. Raises `UnknownConversion`."""
    if given == wanted:
        return value
    here, there = UNITS.get(given), UNITS.get(wanted)
    if here is None or there is None or here.measure != there.measure:
        raise UnknownConversion(given, wanted)
    return value * (here.times * there.parts) / (here.parts * there.times)


def _unit(code: str, chinese: str, english: str, measure: str, times: int = 1, parts: int = 1) -> Unit:
    return Unit(code, {"zh-hans": chinese, "en": english}, measure, times, parts)


UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        unit.code: unit
        for unit in (
            _unit("kWh", "千瓦时", "kWh", "electricity"),
            _unit("MWh", "兆瓦时", "MWh", "electricity", 1000),
            _unit("10MWh", "万千瓦时", "10,000 kWh", "electricity", 10_000),
            _unit("MJ", "兆焦", "MJ", "heat"),
            _unit("GJ", "吉焦", "GJ", "heat", 1000),
            _unit("TJ", "太焦", "TJ", "heat", 1_000_000),
            _unit("kg", "千克", "kg", "mass"),
            _unit("jin", "斤", "jin", "mass", 1, 2),
            _unit("t", "吨", "t", "mass", 1000),
            _unit("m3", "立方米", "m³", "volume"),
            _unit("10000m3", "万立方米", "10,000 m³", "volume", 10_000),
            _unit("ha", "公顷", "ha", "area"),
            _unit("mu", "亩", "mu", "area", 1, 15),
            _unit("m2", "平方米", "m²", "area", 1, 10_000),
            _unit("km2", "平方千米", "km²", "area", 100),
            _unit("d", "天", "d", "time"),
            _unit("h", "小时", "h", "time", 1, 24),
            _unit("kW", "千瓦", "kW", "power"),
            _unit("MW", "兆瓦", "MW", "power", 1000),
            _unit("t·km", "吨公里", "t·km", "haulage"),
            _unit("m", "米", "m", "length"),
            _unit("tree", "株", "trees", "trees"),
            _unit("share", "份额（0 至 1）", "share (0 to 1)", "share"),
            _unit("percent", "%", "%", "share", 1, 100),
            _unit("output", "单位产出", "units of output", "output"),
            _unit("degree-day", "度日", "degree-days", "degree-days"),
            _unit("fuel", "千克或立方米（随燃料）", "kg or m³, as the fuel is measured", "fuel"),
            _unit("people", "人次", "people", "people"),
            _unit("vehicles", "车次", "vehicles", "vehicles"),
            _unit("km", "千米", "km", "distance"),
            _unit("room-night", "间夜", "room-nights", "room-nights"),
            _unit("meal", "份", "meals", "meals"),
            # Of factors; they are never converted.
            _unit("kgCO2e/pkm", "千克 CO₂e/人千米", "kg CO₂e/person-km", "kgCO2e/pkm"),
            _unit("kgCO2e/km", "千克 CO₂e/车千米", "kg CO₂e/vehicle-km", "kgCO2e/km"),
            _unit("kgCO2e/room-night", "千克 CO₂e/间夜", "kg CO₂e/room-night", "kgCO2e/room-night"),
            _unit("kgCO2e/meal", "千克 CO₂e/份", "kg CO₂e/meal", "kgCO2e/meal"),
            _unit("kgCO2e/GJ", "千克 CO₂e/吉焦", "kg CO₂e/GJ", "kgCO2e/GJ"),
            _unit("kgCO2e/kg", "千克 CO₂e/千克", "kg CO₂e/kg", "kgCO2e/kg"),
            _unit("kgCO2e/m3", "千克 CO₂e/立方米", "kg CO₂e/m³", "kgCO2e/m3"),
            _unit("kgCO2e", "千克 CO₂e", "kg CO₂e", "kgCO2e"),
            _unit("kgCO2/kWh", "千克 CO₂/千瓦时", "kg CO₂/kWh", "kgCO2/kWh"),
            _unit("kgCO2/m3", "千克 CO₂/立方米", "kg CO₂/m³", "kgCO2/m3"),
            _unit("kgCO2e/t", "千克 CO₂e/吨", "kg CO₂e/t", "kgCO2e/t"),
            _unit("kgCO2e/output", "千克 CO₂e/单位产出", "kg CO₂e/unit of output", "kgCO2e/output"),
            _unit("kgCO2e/t·km", "千克 CO₂e/吨公里", "kg CO₂e/(t·km)", "kgCO2e/t·km"),
            _unit("kgCO2e/kgN", "千克 CO₂e/千克氮", "kg CO₂e/kg N", "kgCO2e/kgN"),
            _unit("kgCO2e/kgCH4", "千克 CO₂e/千克 CH₄", "kg CO₂e/kg CH₄", "kgCO2e/kgCH4"),
            _unit("kgCO2e/kgN2O", "千克 CO₂e/千克 N₂O", "kg CO₂e/kg N₂O", "kgCO2e/kgN2O"),
            _unit("kgCO2/tree/yr", "千克 CO₂/(株·年)", "kg CO₂/(tree·year)", "kgCO2/tree/yr"),
            _unit("tCO2/ha/yr", "吨 CO₂/(公顷·年)", "t CO₂/(ha·year)", "tCO2/ha/yr"),
            _unit("tCO2/ha", "吨 CO₂/公顷", "t CO₂/ha", "tCO2/ha"),
            _unit("tC/ha/yr", "吨碳/(公顷·年)", "t C/(ha·year)", "tC/ha/yr"),
            _unit("kgCH4/ha/yr", "千克 CH₄/(公顷·年)", "kg CH₄/(ha·year)", "kgCH4/ha/yr"),
            _unit("kgN2O/ha/yr", "千克 N₂O/(公顷·年)", "kg N₂O/(ha·year)", "kgN2O/ha/yr"),
            _unit("kgN/ha", "千克氮/公顷", "kg N/ha", "kgN/ha"),
            _unit("kgN", "千克氮", "kg N", "kgN"),
            _unit("kgN2O-N/kgN", "千克 N₂O-N/千克氮", "kg N₂O-N/kg N", "kgN2O-N/kgN"),
            _unit("kgN/kgN", "千克氮/千克氮", "kg N/kg N", "kgN/kgN"),
            _unit("t/ha", "吨/公顷", "t/ha", "t/ha"),
            _unit("m3/ha", "立方米/公顷", "m³/ha", "m3/ha"),
            _unit("t/m3", "吨/立方米", "t/m³", "t/m3"),
            _unit("tC/t", "吨碳/吨", "t C/t", "tC/t"),
            _unit("GJ/fuel", "吉焦/千克或立方米", "GJ/kg or GJ/m³", "GJ/fuel"),
            _unit("tC/GJ", "吨碳/吉焦", "t C/GJ", "tC/GJ"),
            _unit("fuel/output", "千克或立方米/单位产出", "kg or m³ of fuel/unit of output", "fuel/output"),
            _unit("kWh/output", "千瓦时/单位产出", "kWh/unit of output", "kWh/output"),
            _unit("kWh/d", "千瓦时/天", "kWh/day", "kWh/d"),
            _unit("fuel/d", "千克或立方米/天", "kg or m³ of fuel/day", "fuel/d"),
            _unit("kWh/degree-day", "千瓦时/度日", "kWh/degree-day", "kWh/degree-day"),
            _unit("fuel/degree-day", "千克或立方米/度日", "kg or m³ of fuel/degree-day", "fuel/degree-day"),
            _unit("kgCH4/t", "千克 CH₄/吨", "kg CH₄/t", "kgCH4/t"),
            _unit("kgN2O/t", "千克 N₂O/吨", "kg N₂O/t", "kgN2O/t"),
            _unit("kgCH4/m3", "千克 CH₄/立方米", "kg CH₄/m³", "kgCH4/m3"),
            _unit("1/yr", "1/年", "1/year", "1/yr"),
            _unit("yr", "年", "years", "yr"),
        )
    }
)


def convertible(code: str) -> tuple[Unit, ...]:
    """The units in which an amount of that unit may be stated, its own first."""
    own = UNITS[code]
    return (own, *(unit for unit in UNITS.values() if unit.measure == own.measure and unit != own))
