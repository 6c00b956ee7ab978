"""What methods of woody sinks ask: plots measured, by area or by tree, and what tending them takes."""

from methodologies.base import Text
from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.reading import Entry, monitored, years_of
from methodologies.projects.told import Term

PLOT = {"zh-hans": "地块（小班）编号", "en": "Number of the plot"}
BY_PLOT = frozenset({"strata", "areas", "trees"})
YEARS: Text = {"zh-hans": "年数", "en": "Years"}
AREA = Column("area", "A", {"zh-hans": "面积", "en": "Area"}, "ha", decimals=4, frequency=Frequency.EACH_REPORT)
SURVIVAL = Column(
    "survival",
    "s",
    {"zh-hans": "成活（保存）率", "en": "Share that is alive"},
    "share",
    decimals=4,
    hint={"zh-hans": "按监测期末抽样", "en": "by sampling at the period's end"},
)
STRATA = Table(
    code="strata",
    label={"zh-hans": "样地实测（按小班）", "en": "Measured plots"},
    source=PLOT,
    thing=Thing.PLOT,
    columns=(
        AREA,
        Column("volume_before", "V1", {"zh-hans": "期初单位面积蓄积", "en": "Stem volume at the start"}, "m3/ha"),
        Column("volume_after", "V2", {"zh-hans": "期末单位面积蓄积", "en": "Stem volume at the end"}, "m3/ha"),
        Column(
            "uncertainty_before",
            "u1",
            {"zh-hans": "期初蓄积的不确定度", "en": "Uncertainty of the volume at the start"},
            "share",
            decimals=4,
            hint={"zh-hans": "期末的填在“不确定度”一列", "en": "that of the end stands in the column of uncertainty"},
        ),
    ),
    frequency=Frequency.EACH_REPORT,
    required=False,
    shares_sources=BY_PLOT,
    sampled=True,
)
AREAS = Table(
    code="areas",
    label={"zh-hans": "按面积与年固碳率", "en": "By area and yearly rate"},
    source=PLOT,
    thing=Thing.PLOT,
    columns=(AREA, SURVIVAL),
    frequency=Frequency.YEARLY,
    required=False,
    shares_sources=BY_PLOT,
    sampled=True,
)
TREES = Table(
    code="trees",
    label={"zh-hans": "按株数与单株年固碳量", "en": "By trees and yearly rate"},
    source=PLOT,
    thing=Thing.PLOT,
    columns=(
        AREA,
        Column("trees", "n", {"zh-hans": "株数", "en": "Trees"}, "tree", decimals=0),
        SURVIVAL,
    ),
    frequency=Frequency.YEARLY,
    required=False,
    shares_sources=BY_PLOT,
    sampled=True,
)
TENDING = Table(
    code="tending",
    label={"zh-hans": "抚育管护投入", "en": "What tending takes"},
    source={"zh-hans": "台账编号", "en": "Number of the record"},
    thing=Thing.FUEL_METER,
    columns=(
        Column("nitrogen", "N", {"zh-hans": "施氮量（纯氮）", "en": "Nitrogen spread"}, "kgN", optional=True),
        Column("diesel", "FD", {"zh-hans": "柴油用量", "en": "Diesel burnt"}, "kg", optional=True),
        Column("power", "EC", {"zh-hans": "用电量", "en": "Power used"}, "kWh", optional=True),
    ),
    frequency=Frequency.YEARLY,
    required=False,
)
CLEARED = Table(
    code="cleared",
    label={"zh-hans": "因项目转移而在别处清除的林木", "en": "Trees cleared elsewhere because of the project"},
    source={"zh-hans": "项目外地块编号", "en": "Number of the plot outside"},
    thing=Thing.PLOT,
    columns=(Column("area", "AL", {"zh-hans": "清除面积", "en": "Area cleared"}, "ha", decimals=4),),
    frequency=Frequency.EACH_REPORT,
    required=False,
)


def _tree(name: str, symbol: str, chinese: str, english: str, unit: str, offer: str, prudent: Prudent) -> Parameter:
    return Parameter(name, symbol, {"zh-hans": chinese, "en": english}, unit, (offer,), prudent=prudent)


MEASURED = (
    _tree("wood_density", "D", "木材基本密度", "Wood density", "t/m3", "wood-density", Prudent.LOW),
    _tree("expansion", "BEF", "生物量扩展系数", "Biomass expansion factor", "share", "expansion", Prudent.LOW),
    _tree("root_shoot", "R", "根茎比", "Root-to-shoot ratio", "share", "root-shoot", Prudent.LOW),
    _tree("carbon_fraction", "CF", "林木含碳率", "Carbon fraction", "tC/t", "carbon-fraction", Prudent.LOW),
)
AREA_RATE = Parameter(
    "area_rate",
    "q",
    {"zh-hans": "单位面积年固碳量（以 CO₂ 计）", "en": "Taken up by a hectare in a year, as CO₂"},
    "tCO2/ha/yr",
    optional=True,
    prudent=Prudent.LOW,
    hint={"zh-hans": "按面积计的地块必填", "en": "needed for plots that are reckoned by area"},
)
TREE_RATE = Parameter(
    "tree_rate",
    "qn",
    {"zh-hans": "单株年固碳量（以 CO₂ 计）", "en": "Taken up by a tree in a year, as CO₂"},
    "kgCO2/tree/yr",
    optional=True,
    prudent=Prudent.LOW,
    hint={"zh-hans": "按株数计的地块必填", "en": "needed for plots that are reckoned by tree"},
)
ANYWAY = Parameter(
    "anyway",
    "qb",
    {
        "zh-hans": "没有项目时单位面积也会有的年固碳量",
        "en": "What a hectare would take up in a year without the project",
    },
    "tCO2/ha/yr",
    prudent=Prudent.HIGH,
    hint={"zh-hans": "为零也须写明依据", "en": "even where it is nought, name the document"},
)
CLEARED_STOCK = Parameter(
    "cleared_stock",
    "SL",
    {"zh-hans": "别处被清除林木的单位面积碳储量", "en": "Stock of the trees that were cleared"},
    "tCO2/ha",
    optional=True,
    prudent=Prudent.HIGH,
)
SPREAD = Parameter(
    "spread",
    "EFn",
    {"zh-hans": "施氮排放系数", "en": "Emission of nitrogen spread"},
    "kgCO2e/kgN",
    ("fertiliser-in-forests",),
    prudent=Prudent.HIGH,
)
RATES = {AREAS.code: AREA_RATE, TREES.code: TREE_RATE, CLEARED.code: CLEARED_STOCK}


def years(entry: Entry) -> Term:
    """How many years a line's period is."""
    return monitored("y", YEARS, years_of(entry), "yr", [entry])
