"""Electricity: what is saved counts at Sichuan's factor, what is used at the higher one of the southwestern grid."""

from collections.abc import Iterator

from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.reading import Reading
from methodologies.projects.sheet import Sheet
from methodologies.projects.told import Side
from methodologies.projects.troubles import Trouble

GRID_CREDIT = Parameter(
    name="grid_credit",
    symbol="EFc",
    label={"zh-hans": "电力排放因子（计减排用，四川）", "en": "Emission factor of power that is saved (Sichuan)"},
    unit="kgCO2/kWh",
    offers=("grid-sichuan-2023", "grid-sichuan-2022", "grid-sichuan-2021"),
    by_day=True,
    prudent=Prudent.LOW,
    hint={
        "zh-hans": "不填：按监测行的日期采用当时已公布的最新值，跨公布日的取偏保守的一个",
        "en": "left out: the latest that was published by a line's days, on the prudent side where there are two",
    },
    frequency=Frequency.YEARLY,
)
GRID_DEBIT = Parameter(
    name="grid_debit",
    symbol="EFd",
    label={"zh-hans": "电力排放因子（计用电用，西南）", "en": "Emission factor of power that is used (Southwest)"},
    unit="kgCO2/kWh",
    offers=("grid-southwest-2023", "grid-southwest-2022"),
    by_day=True,
    prudent=Prudent.HIGH,
    hint=GRID_CREDIT.hint,
    frequency=Frequency.YEARLY,
)
METER = {"zh-hans": "电表编号", "en": "Number of the meter"}
USED = Table(
    code="power",
    label={"zh-hans": "项目用电", "en": "Power that the project uses"},
    source=METER,
    thing=Thing.ELECTRICITY_METER,
    columns=(Column("used", "EC", {"zh-hans": "用电量", "en": "Power used"}, "kWh"),),
    frequency=Frequency.CONTINUOUS,
)
PLANT = Table(
    code="plant_power",
    label={"zh-hans": "电站上网与下网电量", "en": "Power that the plant gives and takes"},
    source=METER,
    thing=Thing.ELECTRICITY_METER,
    columns=(
        Column("exported", "EG", {"zh-hans": "上网与外供电量", "en": "Power given"}, "kWh"),
        Column(
            "certified",
            "EX",
            {"zh-hans": "已出售绿证或计入其他机制的电量", "en": "Claimed elsewhere"},
            "kWh",
            optional=True,
        ),
        Column("imported", "EC", {"zh-hans": "下网与外购电量", "en": "Power taken"}, "kWh", optional=True),
    ),
    frequency=Frequency.CONTINUOUS,
)


def given_and_taken(reading: Reading, sheet: Sheet) -> None:
    """What the grid need not give for the plant's power, and what the power that it takes emits."""
    for given, grid in reading.sums(PLANT.code, "exported", GRID_CREDIT.name, less="certified"):
        sheet.times(
            Side.BASELINE, {"zh-hans": "代替电网供电的排放", "en": "Emission of grid power replaced"}, given, grid
        )
    debit(reading, sheet, PLANT.code, "imported")


def over_certified(reading: Reading, table: Table, whole: str) -> Iterator[Trouble]:
    """Lines of which more is claimed elsewhere than there is."""
    for entry in reading.lines(table.code):
        if entry["certified"] > entry[whole]:
            labels = {"part": table.column("certified").label, "whole": table.column(whole).label}
            yield Trouble("more_than_whole", "certified", labels, entry.number)


def debit(reading: Reading, sheet: Sheet, table: str = USED.code, column: str = "used") -> None:
    """What the project's power emits."""
    for used, grid in reading.sums(table, column, GRID_DEBIT.name):
        sheet.times(Side.PROJECT, {"zh-hans": "项目用电排放", "en": "Emission of power used"}, used, grid)
