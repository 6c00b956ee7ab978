"""What burning a fuel emits: heating value × carbon × oxidation × 44/12, the form of the guidelines for enterprises."""

from dataclasses import replace

from methodologies.base import Option, Text
from methodologies.projects.asked import Choosing, Parameter, Prudent
from methodologies.projects.reading import Reading
from methodologies.projects.sheet import CO2_OF_C, KG_PER_T
from methodologies.projects.told import Term

GAS = "natural-gas"
FUEL = Choosing(
    name="fuel",
    label={"zh-hans": "被替代的燃料", "en": "Fuel that is replaced"},
    options=(
        Option("diesel", {"zh-hans": "柴油（千克）", "en": "Diesel (kg)"}),
        Option("petrol", {"zh-hans": "汽油（千克）", "en": "Petrol (kg)"}),
        Option(GAS, {"zh-hans": "天然气（立方米）", "en": "Natural gas (m³)"}),
        Option("other", {"zh-hans": "其他燃料，如煤（千克或立方米）", "en": "Another, such as coal (kg or m³)"}),
    ),
    hint={
        "zh-hans": "“其他燃料”须按检测报告填写热值、含碳量与氧化率：各文件的煤炭缺省值互不一致，本平台不设缺省",
        "en": "of another the project states heating value, carbon and oxidation; defaults for coal disagree",
    },
)
FUEL_BUT_GAS = replace(FUEL, options=tuple(option for option in FUEL.options if option.code != GAS))
PARTS: tuple[tuple[str, str, Text, str], ...] = (
    ("ncv", "NCV", {"zh-hans": "{fuel}低位发热量", "en": "Heating value of {fuel}"}, "GJ/fuel"),
    ("carbon", "C", {"zh-hans": "{fuel}单位热值含碳量", "en": "Carbon by heat of {fuel}"}, "tC/GJ"),
    ("oxidation", "OF", {"zh-hans": "{fuel}碳氧化率", "en": "Share of {fuel} that oxidises"}, "share"),
)
OLD: Text = {"zh-hans": "原燃料", "en": "the old fuel"}
USED: Text = {"zh-hans": "所用燃料", "en": "the fuel"}
DIESEL: Text = {"zh-hans": "柴油", "en": "diesel"}
NATURAL_GAS: Text = {"zh-hans": "天然气", "en": "natural gas"}
KINDS = ("diesel", "petrol", GAS)


def burnt(
    fuel: Text,
    prefix: str = "",
    symbol: str = "",
    kinds: tuple[str, ...] = KINDS,
    *,
    side: Prudent = Prudent.LOW,
) -> tuple[Parameter, ...]:
    """The three parameters of a fuel; by the choice `fuel` where it may be one of several kinds."""
    return tuple(
        Parameter(
            name=f"{prefix}{name}",
            symbol=f"{sign}{symbol}",
            label={language: words.format(fuel=fuel[language]) for language, words in label.items()},
            unit=unit,
            offers=tuple(f"{name}-{kind}" for kind in kinds),
            by_choice=FUEL.name if len(kinds) > 1 else "",
            prudent=side,
        )
        for name, sign, label, unit in PARTS
    )


def emission(reading: Reading, prefix: str = "") -> tuple[Term, ...]:
    """What a kilogram or cubic metre of it emits, as terms of a product in kg."""
    parts = (reading.term(f"{prefix}{name}") for name in ("ncv", "carbon", "oxidation"))
    return (*parts, CO2_OF_C, KG_PER_T)
