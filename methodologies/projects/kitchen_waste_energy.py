"""Kitchen waste made into energy (厨余垃圾能源化利用): biogas burnt for power, or cleaned and fed into the gas net.

ER = methane of the landfill + (EG − EX) × EFc + FG × gas − (G × l + V) × ρ × GWPm − EC × EFd − R × EFr.
"""

from collections.abc import Iterator

from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.base import ProjectMethod
from methodologies.projects.fuels import GAS, NATURAL_GAS, burnt, emission
from methodologies.projects.gases import GWP_CH4
from methodologies.projects.kitchen_waste import LANDFILL, RESIDUE, RESIDUE_FACTOR, disposed, spared
from methodologies.projects.landfill import WASTE
from methodologies.projects.power import GRID_CREDIT, GRID_DEBIT, PLANT, given_and_taken, over_certified
from methodologies.projects.reading import Reading
from methodologies.projects.sheet import Sheet
from methodologies.projects.told import Side
from methodologies.projects.troubles import Trouble

LEAK = Parameter(
    "digester_leak",
    "l",
    {"zh-hans": "厌氧消化器甲烷泄漏比例", "en": "Share of methane that the digester leaks"},
    "share",
    ("digester-leak",),
    prudent=Prudent.HIGH,
)
DENSITY = Parameter(
    "density_ch4",
    "ρ",
    {"zh-hans": "甲烷密度（标准状态）", "en": "Density of methane (0 °C)"},
    "kgCH4/m3",
    ("density-ch4",),
    prudent=Prudent.HIGH,
)
BIOGAS = Table(
    code="biogas",
    label={"zh-hans": "沼气计量（折纯甲烷，标准状态）", "en": "Biogas, as methane at 0 °C"},
    source={"zh-hans": "气表编号", "en": "Number of the gas meter"},
    thing=Thing.GAS_METER,
    columns=(
        Column("methane", "G", {"zh-hans": "产生的甲烷", "en": "Methane made"}, "m3"),
        Column(
            "vented",
            "V",
            {"zh-hans": "放空与火炬未燃尽的甲烷", "en": "Methane vented or not burnt"},
            "m3",
            optional=True,
        ),
        Column(
            "fed_in", "FG", {"zh-hans": "提纯后代替天然气的量", "en": "Gas fed in for natural gas"}, "m3", optional=True
        ),
    ),
    frequency=Frequency.CONTINUOUS,
)


class KitchenWasteEnergy(ProjectMethod):
    code = "kitchen-waste-energy"
    parameters = (
        *LANDFILL,
        LEAK,
        DENSITY,
        RESIDUE_FACTOR,
        GRID_CREDIT,
        GRID_DEBIT,
        *burnt(NATURAL_GAS, "gas_", "g", (GAS,)),
    )
    tables = (WASTE, BIOGAS, PLANT, RESIDUE)
    symbols = (
        "ER = B × φ × (1 − f) × (1 − OX) × 16/12 × F × DOCf × MCF × GWPm × p × DOC × Σ W e^(−k(y−x)) (1 − e^(−k)) "
        "+ (EG − EX) × EFc + FG × NCVg × Cg × OFg × 44/12 − (G × l + V) × ρ × GWPm − EC × EFd − R × EFr"
    )
    formula_sources = ("general-form", "cdm-tool04", "cdm-tool14", "ipcc-2006-waste")

    def contradictions(self, reading: Reading) -> Iterator[Trouble]:
        made = BIOGAS.column("methane").label
        for entry in reading.lines(BIOGAS.code):
            for part in ("vented", "fed_in"):
                if entry[part] > entry["methane"]:
                    facts = {"part": BIOGAS.column(part).label, "whole": made}
                    yield Trouble("more_than_whole", part, facts, entry.number)
        yield from over_certified(reading, PLANT, "exported")

    def work(self, reading: Reading, sheet: Sheet) -> None:
        spared(reading, sheet)
        given_and_taken(reading, sheet)
        density, potential = reading.term(DENSITY.name), reading.term(GWP_CH4.name)
        for gas, _one in reading.sums(BIOGAS.code, "fed_in"):
            title = {"zh-hans": "代替天然气的排放", "en": "Emission of the natural gas replaced"}
            sheet.times(Side.BASELINE, title, gas, *emission(reading, "gas_"))
        for made, _one in reading.sums(BIOGAS.code, "methane"):
            title = {"zh-hans": "消化器泄漏的甲烷", "en": "Methane that the digester leaks"}
            sheet.times(Side.PROJECT, title, made, reading.term(LEAK.name), density, potential)
        for vented, _one in reading.sums(BIOGAS.code, "vented"):
            title = {"zh-hans": "放空与未燃尽的甲烷", "en": "Methane vented or not burnt"}
            sheet.times(Side.PROJECT, title, vented, density, potential)
        disposed(reading, sheet)


METHOD = KitchenWasteEnergy()
