"""Photovoltaics (光伏发电): what is generated takes the place of power of the provincial grid.

ER = (EG − EA − EX) × EF. What was sold with green certificates has been claimed already and counts no more.
"""

from collections.abc import Iterator
from decimal import Decimal

from methodologies.projects.asked import Column, Frequency, Parameter, Table, Thing
from methodologies.projects.base import ProjectMethod
from methodologies.projects.power import GRID_CREDIT, GRID_DEBIT, METER, over_certified
from methodologies.projects.reading import Entry, Reading
from methodologies.projects.sheet import Sheet
from methodologies.projects.told import Side, plain
from methodologies.projects.troubles import Trouble

HOURS_OF_DAY = 24
CAPACITY = Parameter(
    name="capacity",
    symbol="P",
    label={"zh-hans": "装机容量（交流侧）", "en": "Capacity (alternating current)"},
    unit="kW",
    decimals=3,
)
GENERATION = Table(
    code="generation",
    label={"zh-hans": "发电计量", "en": "Power generated"},
    source=METER,
    thing=Thing.ELECTRICITY_METER,
    columns=(
        Column("generated", "EG", {"zh-hans": "发电量（上网与自用）", "en": "Generated, fed in and used"}, "kWh"),
        Column("auxiliary", "EA", {"zh-hans": "电站自身用电", "en": "Used by the plant itself"}, "kWh", optional=True),
        Column(
            "certified",
            "EX",
            {"zh-hans": "已出售绿证或计入其他机制的电量", "en": "Sold with green certificates or claimed elsewhere"},
            "kWh",
            optional=True,
        ),
    ),
    frequency=Frequency.CONTINUOUS,
)


class Photovoltaics(ProjectMethod):
    code = "photovoltaics"
    parameters = (CAPACITY, GRID_CREDIT, GRID_DEBIT)
    tables = (GENERATION,)
    symbols = "ER = (EG − EX) × EFc − EA × EFd"
    formula_sources = ("general-form", "mee-2023-factors")

    def contradictions(self, reading: Reading) -> Iterator[Trouble]:
        capacity = reading.term(CAPACITY.name).value
        yield from over_certified(reading, GENERATION, "generated")
        for entry, most in _beyond(reading.lines(GENERATION.code), capacity):
            facts = {"value": plain(entry["generated"]), "most": plain(most)}
            yield Trouble("beyond_capacity", "generated", facts, entry.number)

    def work(self, reading: Reading, sheet: Sheet) -> None:
        for amount, grid in reading.sums(GENERATION.code, "generated", GRID_CREDIT.name, less="certified"):
            title = {"zh-hans": "代替电网供电的排放", "en": "Emission of the power that the grid need not give"}
            sheet.times(Side.BASELINE, title, amount, grid)
        for amount, grid in reading.sums(GENERATION.code, "auxiliary", GRID_DEBIT.name):
            title = {"zh-hans": "电站自身用电排放", "en": "Emission of the plant's own use"}
            sheet.times(Side.PROJECT, title, amount, grid)


def _beyond(entries: tuple[Entry, ...], capacity: Decimal) -> Iterator[tuple[Entry, Decimal]]:
    """Lines that say more than the plant could generate at full capacity all day and night."""
    for entry in entries:
        most = capacity * HOURS_OF_DAY * entry.days
        if entry["generated"] > most:
            yield entry, most


METHOD = Photovoltaics()
