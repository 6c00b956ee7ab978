"""What methods of woody sinks share: carbon that trees took up, measured, by area or by tree.

Measured: A × (V2 − V1) × D × BEF × (1 + R) × CF × 44/12, with the uncertainty of a change of AR-TOOL14, equation 2. By
area or by tree: so much a year, a rate that the project shows. Less what would have grown anyway, what tending the
trees emits, and what is cleared elsewhere because of the project.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from methodologies.base import Text
from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Summing, Table, Thing
from methodologies.projects.base import Activity, ProjectMethod
from methodologies.projects.fuels import DIESEL, burnt, emission
from methodologies.projects.power import GRID_DEBIT, debit
from methodologies.projects.prudence import together
from methodologies.projects.reading import Entry, Reading, monitored, one, years_of
from methodologies.projects.sheet import CO2_OF_C, KG_PER_T, Sheet
from methodologies.projects.told import NOUGHT, Side, Term
from methodologies.projects.troubles import Trouble

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
            optional=True,
            hint={"zh-hans": "期末的填在“不确定度”一列", "en": "that of the end stands in the column of uncertainty"},
        ),
    ),
    frequency=Frequency.EACH_REPORT,
    required=False,
    summing=Summing.STOCKS,
    shares_sources=BY_PLOT,
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


class TreeSink(ProjectMethod):
    """Trees that take up carbon, on plots."""

    activity = Activity.REMOVAL
    counted: ClassVar[tuple[Table, ...]] = (STRATA, AREAS, TREES)
    parameters = (
        *MEASURED,
        AREA_RATE,
        TREE_RATE,
        ANYWAY,
        CLEARED_STOCK,
        SPREAD,
        *burnt(DIESEL, "diesel_", "d", ("diesel",), side=Prudent.HIGH),
        GRID_DEBIT,
    )
    tables = (*counted, TENDING, CLEARED)
    symbols = (
        "ER = Σ A × (V2 − V1) × D × BEF × (1 + R) × CF × 44/12 + Σ A × s × q × y + Σ n × s × qn × y "
        "− Σ A × qb × y − N × EFn − FD × NCVd × Cd × OFd × 44/12 − EC × EFd − AL × SL"
    )
    formula_sources = ("cdm-ar-tool14", "gs-403")

    def contradictions(self, reading: Reading) -> Iterator[Trouble]:
        if not any(reading.lines(table.code) for table in self.counted):
            yield Trouble("no_lines", self.counted[0].code, {"label": self.counted[0].label})
        for table, rate in RATES.items():
            if reading.lines(table) and rate.name not in reading.stated:
                yield Trouble("missing", rate.name, {"label": rate.label})

    def work(self, reading: Reading, sheet: Sheet) -> None:
        for entry in reading.lines(STRATA.code):
            _measured(reading, sheet, entry)
        for entry in reading.lines(AREAS.code):
            _at_rate(sheet, entry, one(entry, "area"), reading.term(AREA_RATE.name), KG_PER_T)
        for entry in reading.lines(TREES.code):
            _at_rate(sheet, entry, one(entry, "trees"), reading.term(TREE_RATE.name))
        for table in self.counted:
            for entry in reading.lines(table.code):
                title = {"zh-hans": f"{entry.source}：没有项目也会有的", "en": f"{entry.source}: taken up anyway"}
                terms = (one(entry, "area"), reading.term(ANYWAY.name), years(entry), KG_PER_T)
                sheet.times(Side.WOULD_BE_REMOVED, title, *terms)
        _tended(reading, sheet)
        for area, _one in reading.sums(CLEARED.code, "area"):
            title = {"zh-hans": "别处被清除的林木", "en": "Trees cleared elsewhere"}
            sheet.times(Side.LEAKAGE, title, area, reading.term(CLEARED_STOCK.name), KG_PER_T)


def _measured(reading: Reading, sheet: Sheet, entry: Entry) -> None:
    """The change of a plot's stock. A loss counts in full; what can't be told from no change counts nothing."""
    density, expansion, root_shoot, carbon = (reading.term(parameter.name) for parameter in MEASURED)
    grown = entry["volume_after"] - entry["volume_before"]
    after = entry.table.column("volume_after")
    change = monitored("(V2 − V1)", after.label, grown, after.unit, [entry])
    roots = replace(root_shoot, symbol="(1 + R)", value=1 + root_shoot.value, unit="")
    terms = (one(entry, "area", NOUGHT), change, density, expansion, roots, carbon, CO2_OF_C, KG_PER_T)
    widths = (_width(entry), density.uncertainty, expansion.uncertainty, root_shoot.uncertainty, carbon.uncertainty)
    title = {"zh-hans": f"{entry.source}：林木碳储量的变化", "en": f"{entry.source}: change of the trees' carbon"}
    sheet.times(Side.REMOVED, title, *terms, uncertainty=together(widths) if grown > 0 else NOUGHT)


def _width(entry: Entry) -> Decimal:
    """The uncertainty of a change between two stocks (AR-TOOL14, equation 2)."""
    before, after = entry["volume_before"], entry["volume_after"]
    width = ((entry["uncertainty_before"] * before) ** 2 + (entry.uncertainty * after) ** 2).sqrt()
    return width / abs(after - before) if after != before else NOUGHT


def _at_rate(sheet: Sheet, entry: Entry, amount: Term, rate: Term, *others: Term) -> None:
    title = {"zh-hans": f"{entry.source}：林木固碳", "en": f"{entry.source}: taken up by the trees"}
    sheet.times(Side.REMOVED, title, amount, one(entry, "survival", NOUGHT), rate, years(entry), *others)


def years(entry: Entry) -> Term:
    """How many years a line's period is."""
    return monitored("y", YEARS, years_of(entry), "yr", [entry])


def _tended(reading: Reading, sheet: Sheet) -> None:
    """What tending the trees emits."""
    for nitrogen, _one in reading.sums(TENDING.code, "nitrogen"):
        title = {"zh-hans": "施肥排放", "en": "Emission of fertiliser"}
        sheet.times(Side.PROJECT, title, nitrogen, reading.term(SPREAD.name))
    for diesel, _one in reading.sums(TENDING.code, "diesel"):
        title = {"zh-hans": "管护用柴油排放", "en": "Emission of diesel for tending"}
        sheet.times(Side.PROJECT, title, diesel, *emission(reading, "diesel_"))
    debit(reading, sheet, TENDING.code, "power")
