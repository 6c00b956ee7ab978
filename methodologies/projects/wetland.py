"""Lakes and wetlands (湖泊湿地): carbon that restored wetland takes up, less the methane and nitrous oxide of it.

ER = A × y × (q × 44/12 − qb − m × GWPm − n × GWPn). Every rate is the project's own, with its document: a source for
Chengdu's wetlands was not seen.
"""

from collections.abc import Iterator
from dataclasses import replace

from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.base import Activity, ProjectMethod
from methodologies.projects.gases import GWP_CH4, GWP_N2O
from methodologies.projects.power import GRID_DEBIT, USED, debit
from methodologies.projects.reading import Reading, one
from methodologies.projects.sheet import CO2_OF_C, KG_PER_T, Sheet
from methodologies.projects.told import Side, plain
from methodologies.projects.trees import ANYWAY, AREA, PLOT, years
from methodologies.projects.troubles import Trouble


def _rate(name: str, symbol: str, chinese: str, english: str, unit: str, prudent: Prudent) -> Parameter:
    return Parameter(name, symbol, {"zh-hans": chinese, "en": english}, unit, prudent=prudent)


CARBON = _rate(
    "carbon_rate",
    "q",
    "单位面积年固碳量（以碳计）",
    "Carbon that a hectare takes up in a year",
    "tC/ha/yr",
    Prudent.LOW,
)
METHANE = _rate(
    "methane_rate", "m", "单位面积年 CH₄ 排放", "Methane of a hectare in a year", "kgCH4/ha/yr", Prudent.HIGH
)
NITROUS = _rate(
    "nitrous_rate", "n", "单位面积年 N₂O 排放", "Nitrous oxide of a hectare in a year", "kgN2O/ha/yr", Prudent.HIGH
)
SHALLOWEST = _rate(
    "shallowest", "hmin", "上述速率适用的最低水位", "Lowest water for which the rates hold", "m", Prudent.NEITHER
)
DEEPEST = _rate(
    "deepest", "hmax", "上述速率适用的最高水位", "Highest water for which the rates hold", "m", Prudent.NEITHER
)
WETLANDS = Table(
    code="wetlands",
    label={"zh-hans": "湿地面积与水位", "en": "Area and water of the wetland"},
    source=PLOT,
    thing=Thing.PLOT,
    columns=(
        AREA,
        Column("water_level", "h", {"zh-hans": "平均水位", "en": "Mean level of the water"}, "m", decimals=2),
    ),
    frequency=Frequency.MONTHLY,
)


class Wetland(ProjectMethod):
    code = "wetland"
    activity = Activity.REMOVAL
    parameters = (CARBON, METHANE, NITROUS, GWP_CH4, GWP_N2O, ANYWAY, SHALLOWEST, DEEPEST, GRID_DEBIT)
    tables = (WETLANDS, replace(USED, required=False))
    symbols = "ER = Σ A × y × (q × 44/12 − qb − m × GWPm − n × GWPn) − EC × EFd"
    formula_sources = ("general-form", "gs-403")

    def contradictions(self, reading: Reading) -> Iterator[Trouble]:
        least, most = reading.term(SHALLOWEST.name).value, reading.term(DEEPEST.name).value
        for entry in reading.lines(WETLANDS.code):
            if not least <= entry["water_level"] <= most:
                facts = {"value": plain(entry["water_level"]), "least": plain(least), "most": plain(most)}
                yield Trouble("level_outside", "water_level", facts, entry.number)

    def work(self, reading: Reading, sheet: Sheet) -> None:
        carbon, methane, nitrous = (reading.term(each.name) for each in (CARBON, METHANE, NITROUS))
        for entry in reading.lines(WETLANDS.code):
            area, period, plot = one(entry, "area"), years(entry), entry.source
            title = {"zh-hans": f"{plot}：湿地固碳", "en": f"{plot}: taken up by the wetland"}
            sheet.times(Side.REMOVED, title, area, period, carbon, CO2_OF_C, KG_PER_T)
            title = {"zh-hans": f"{plot}：没有项目也会有的", "en": f"{plot}: taken up anyway"}
            sheet.times(Side.WOULD_BE_REMOVED, title, area, period, reading.term(ANYWAY.name), KG_PER_T)
            title = {"zh-hans": f"{plot}：CH₄ 排放", "en": f"{plot}: methane"}
            sheet.times(Side.PROJECT, title, area, period, methane, reading.term(GWP_CH4.name))
            title = {"zh-hans": f"{plot}：N₂O 排放", "en": f"{plot}: nitrous oxide"}
            sheet.times(Side.PROJECT, title, area, period, nitrous, reading.term(GWP_N2O.name))
        debit(reading, sheet)


METHOD = Wetland()
