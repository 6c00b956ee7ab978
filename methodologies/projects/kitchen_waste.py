"""What both methods of kitchen waste share: food that would have rotted in a landfill, and what remains of it."""

from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.landfill import FOOD, avoided, parameters_of, shown
from methodologies.projects.reading import Reading
from methodologies.projects.sheet import Sheet
from methodologies.projects.told import Side

FOOD_SHARE = shown("food_share", "p", "进厂垃圾中厨余的占比（湿重）", "Share of food in what came in, wet", Prudent.LOW)
RESIDUE_FACTOR = Parameter(
    "residue_factor",
    "EFr",
    {"zh-hans": "残渣处置排放系数", "en": "Emission of disposing of the residue"},
    "kgCO2e/t",
    prudent=Prudent.HIGH,
)
RESIDUE = Table(
    code="residue",
    label={"zh-hans": "残渣外运处置", "en": "Residue that is disposed of"},
    source={"zh-hans": "地磅编号", "en": "Number of the weighbridge"},
    thing=Thing.WEIGHBRIDGE,
    columns=(Column("amount", "R", {"zh-hans": "残渣量", "en": "Residue"}, "t"),),
    frequency=Frequency.EACH_DELIVERY,
)
LANDFILL = (FOOD_SHARE, *parameters_of([FOOD]))


def spared(reading: Reading, sheet: Sheet) -> None:
    """The methane that the food would have given off in a landfill."""
    avoided(reading, sheet, FOOD, reading.term(FOOD_SHARE.name))


def disposed(reading: Reading, sheet: Sheet) -> None:
    """What disposing of the residue emits, outside of the project."""
    for amount, _one in reading.sums(RESIDUE.code, "amount"):
        title = {"zh-hans": "残渣处置排放", "en": "Emission of the residue"}
        sheet.times(Side.LEAKAGE, title, amount, reading.term(RESIDUE_FACTOR.name))
