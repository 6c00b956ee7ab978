"""Kitchen waste made into material (厨余垃圾资源化利用): compost, feed, soil improver.

ER = methane of the landfill + P × EFp − W × (m × GWPm + n × GWPn) − EC × EFd − R × EFr. What a product takes the place
of counts only by a factor that the project shows.
"""

from collections.abc import Iterator

from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.base import ProjectMethod
from methodologies.projects.gases import GWP_CH4, GWP_N2O
from methodologies.projects.kitchen_waste import LANDFILL, RESIDUE, RESIDUE_FACTOR, disposed, spared
from methodologies.projects.landfill import WASTE, in_the_report
from methodologies.projects.power import GRID_DEBIT, USED, debit
from methodologies.projects.reading import Reading, equally_known, summed
from methodologies.projects.sheet import Sheet
from methodologies.projects.told import Side
from methodologies.projects.troubles import Trouble

METHANE = Parameter(
    "process_ch4",
    "m",
    {"zh-hans": "处理过程 CH₄ 排放系数", "en": "Methane of the process"},
    "kgCH4/t",
    ("compost-ch4",),
    prudent=Prudent.HIGH,
    hint={
        "zh-hans": "不填时按堆肥；其他工艺填检测值",
        "en": "left out: composting; of another process what was measured",
    },
)
NITROUS = Parameter(
    "process_n2o",
    "n",
    {"zh-hans": "处理过程 N₂O 排放系数", "en": "Nitrous oxide of the process"},
    "kgN2O/t",
    ("compost-n2o",),
    prudent=Prudent.HIGH,
    hint=METHANE.hint,
)
REPLACED = Parameter(
    "replaced",
    "EFp",
    {"zh-hans": "产品所替代物的生产排放", "en": "Emission of making what the product replaces"},
    "kgCO2e/t",
    optional=True,
    prudent=Prudent.LOW,
)
PRODUCT = Table(
    code="product",
    label={"zh-hans": "售出或施用的产品", "en": "Product sold or spread"},
    source={"zh-hans": "地磅编号", "en": "Number of the weighbridge"},
    thing=Thing.WEIGHBRIDGE,
    columns=(Column("amount", "P", {"zh-hans": "产品量", "en": "Product"}, "t"),),
    frequency=Frequency.EACH_DELIVERY,
    required=False,
)


class KitchenWasteRecycling(ProjectMethod):
    code = "kitchen-waste-recycling"
    parameters = (*LANDFILL, METHANE, NITROUS, GWP_N2O, REPLACED, RESIDUE_FACTOR, GRID_DEBIT)
    tables = (WASTE, USED, RESIDUE, PRODUCT)
    symbols = (
        "ER = B × φ × (1 − f) × (1 − OX) × 16/12 × F × DOCf × MCF × GWPm × p × DOC × Σ W e^(−k(y−x)) (1 − e^(−k)) "
        "+ P × EFp − W × (m × GWPm + n × GWPn) − EC × EFd − R × EFr"
    )
    formula_sources = ("general-form", "cdm-tool04", "ipcc-2006-waste")

    def contradictions(self, reading: Reading) -> Iterator[Trouble]:
        if reading.lines(PRODUCT.code) and REPLACED.name not in reading.stated:
            yield Trouble("missing", REPLACED.name, {"label": REPLACED.label})

    def work(self, reading: Reading, sheet: Sheet) -> None:
        spared(reading, sheet)
        for product, _one in reading.sums(PRODUCT.code, "amount"):
            title = {"zh-hans": "产品所替代物的生产排放", "en": "Making what the product replaces"}
            sheet.times(Side.BASELINE, title, product, reading.term(REPLACED.name))
        for entries in equally_known(in_the_report(reading)):
            amount = summed(entries, "amount")
            title = {"zh-hans": "处理过程的 CH₄ 排放", "en": "Methane of the process"}
            sheet.times(Side.PROJECT, title, amount, reading.term(METHANE.name), reading.term(GWP_CH4.name))
            title = {"zh-hans": "处理过程的 N₂O 排放", "en": "Nitrous oxide of the process"}
            sheet.times(Side.PROJECT, title, amount, reading.term(NITROUS.name), reading.term(GWP_N2O.name))
        debit(reading, sheet)
        disposed(reading, sheet)


METHOD = KitchenWasteRecycling()
