"""What methods of woody sinks share: carbon that trees took up, measured, by area or by tree.

Measured: A × (V2 − V1) × D × BEF × (1 + R) × CF × 44/12, with the uncertainty of a change of AR-TOOL14, equation 2. By
area or by tree: so much a year, a rate that the project shows. Less what would have grown anyway, what tending the
trees emits, and what is cleared elsewhere because of the project.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from methodologies.projects.asked import Prudent, Table
from methodologies.projects.base import Activity, ProjectMethod
from methodologies.projects.fuels import DIESEL, burnt, emission
from methodologies.projects.power import GRID_DEBIT, debit
from methodologies.projects.prudence import together
from methodologies.projects.reading import Entry, Reading, monitored, one
from methodologies.projects.sheet import CO2_OF_C, KG_PER_T, Sheet
from methodologies.projects.told import NOUGHT, Side, Term
from methodologies.projects.trees import (
    ANYWAY,
    AREA_RATE,
    AREAS,
    CLEARED,
    CLEARED_STOCK,
    MEASURED,
    RATES,
    SPREAD,
    STRATA,
    TENDING,
    TREE_RATE,
    TREES,
    years,
)
from methodologies.projects.troubles import Trouble


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


def _tended(reading: Reading, sheet: Sheet) -> None:
    """What tending the trees emits."""
    for nitrogen, _one in reading.sums(TENDING.code, "nitrogen"):
        title = {"zh-hans": "施肥排放", "en": "Emission of fertiliser"}
        sheet.times(Side.PROJECT, title, nitrogen, reading.term(SPREAD.name))
    for diesel, _one in reading.sums(TENDING.code, "diesel"):
        title = {"zh-hans": "管护用柴油排放", "en": "Emission of diesel for tending"}
        sheet.times(Side.PROJECT, title, diesel, *emission(reading, "diesel_"))
    debit(reading, sheet, TENDING.code, "power")
