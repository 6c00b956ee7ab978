"""What methods of recycling share: material that need not be made anew, less what making it again takes.

ER = Σ Q × L × EF − EC × EFd − FC × fuel − T × EFt − R × EFr. Emissions of virgin materials differ by plant and country,
and none was public for Chengdu: each is the project's own, with its document, as is how much of the new it replaces.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from methodologies.base import Option
from methodologies.projects.asked import Choosing, Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.base import ProjectMethod
from methodologies.projects.fuels import FUEL, burnt, emission
from methodologies.projects.fuels import USED as THE_FUEL
from methodologies.projects.kitchen_waste import RESIDUE, RESIDUE_FACTOR, disposed
from methodologies.projects.power import GRID_DEBIT, USED, debit
from methodologies.projects.reading import Entry, Reading, equally_known, summed
from methodologies.projects.sheet import Sheet
from methodologies.projects.told import Side
from methodologies.projects.troubles import Trouble

REPLACES = Parameter(
    "replaces",
    "L",
    {"zh-hans": "再生料替代原生料的比例", "en": "How much of the new a ton of the recycled replaces"},
    "share",
    prudent=Prudent.LOW,
    hint={
        "zh-hans": "按质量损失与用途确定，不超过 1",
        "en": "by what is lost of the quality and by its use; never more than one",
    },
)
HAULAGE = Parameter(
    "haulage",
    "EFt",
    {"zh-hans": "运输排放系数", "en": "Emission of haulage"},
    "kgCO2e/t·km",
    optional=True,
    prudent=Prudent.HIGH,
    hint={"zh-hans": "有运输数据时必填", "en": "needed where haulage is told"},
)
WHICH_FUEL: Choosing = replace(FUEL, label={"zh-hans": "加工所用燃料", "en": "Fuel of the process"}, optional=True)
FUEL_BURNT = Table(
    code="fuel",
    label={"zh-hans": "加工用燃料", "en": "Fuel of the process"},
    source={"zh-hans": "燃料表或台账编号", "en": "Number of the fuel's meter or record"},
    thing=Thing.FUEL_METER,
    columns=(Column("burnt", "FC", {"zh-hans": "燃料用量", "en": "Fuel burnt"}, "fuel"),),
    frequency=Frequency.EACH_DELIVERY,
    required=False,
)
HAULED = Table(
    code="hauled",
    label={"zh-hans": "收运（超出原有收运的部分）", "en": "Haulage beyond what there was before"},
    source={"zh-hans": "运单或车辆编号", "en": "Number of the waybill or lorry"},
    thing=Thing.HAULIER,
    columns=(Column("work", "T", {"zh-hans": "周转量", "en": "Haulage"}, "t·km"),),
    frequency=Frequency.EACH_DELIVERY,
    required=False,
)


def material_table(materials: tuple[Option, ...]) -> Table:
    """What was sold as material again, by kind."""
    return Table(
        code="material",
        label={"zh-hans": "售出的再生料", "en": "Recycled material sold"},
        source={"zh-hans": "地磅或销售单编号", "en": "Number of the weighbridge or the bill"},
        thing=Thing.WEIGHBRIDGE,
        columns=(
            Column("kind", "", {"zh-hans": "材料", "en": "Material"}, "share", options=materials),
            Column("amount", "Q", {"zh-hans": "数量（净重）", "en": "Amount, net"}, "t"),
        ),
        frequency=Frequency.EACH_DELIVERY,
        apart="kind",
    )


def virgin(materials: tuple[Option, ...]) -> tuple[Parameter, ...]:
    """What making a ton of each material anew emits; stated for those that are sold."""
    return tuple(
        Parameter(
            f"virgin_{material.code}",
            f"EF{material.code}",
            {
                "zh-hans": f"原生料生产排放：{material.label['zh-hans']}",
                "en": f"Making it anew: {material.label['en']}",
            },
            "kgCO2e/t",
            optional=True,
            prudent=Prudent.LOW,
            hint={"zh-hans": "售出该材料时必填", "en": "needed where the material is sold"},
        )
        for material in materials
    )


OF_ALL = (REPLACES, GRID_DEBIT, *burnt(THE_FUEL, side=Prudent.HIGH), HAULAGE, RESIDUE_FACTOR)
BESIDE = (USED, FUEL_BURNT, HAULED, RESIDUE)


class Recycling(ProjectMethod):
    """Material that comes back in place of new."""

    choices = (WHICH_FUEL,)
    materials: ClassVar[tuple[Option, ...]]
    symbols = "ER = Σ Q × L × EF − EC × EFd − FC × NCV × C × OF × 44/12 − T × EFt − R × EFr"
    formula_sources = ("general-form", "cdm-ams-iii-aj")

    def contradictions(self, reading: Reading) -> Iterator[Trouble]:
        asked = {f"virgin_{entry.chosen['kind']}" for entry in reading.lines("material")}
        asked |= {HAULAGE.name} if reading.lines(HAULED.code) else set()
        for parameter in self.parameters:
            if parameter.name in asked - set(reading.stated):
                yield Trouble("missing", parameter.name, {"label": parameter.label})
        if reading.lines(FUEL_BURNT.code) and not reading.chosen.get(WHICH_FUEL.name):
            yield Trouble("missing", WHICH_FUEL.name, {"label": WHICH_FUEL.label})

    def work(self, reading: Reading, sheet: Sheet) -> None:
        for material in self.materials:
            title = {
                "zh-hans": f"不必新生产的{material.label['zh-hans']}",
                "en": f"Not made anew: {material.label['en']}",
            }
            for entries in equally_known(_of(reading, material)):
                factor = reading.term(f"virgin_{material.code}")
                sheet.times(Side.BASELINE, title, summed(entries, "amount"), reading.term(REPLACES.name), factor)
        debit(reading, sheet)
        for fuel, _one in reading.sums(FUEL_BURNT.code, "burnt"):
            title = {"zh-hans": "加工用燃料排放", "en": "Emission of the process's fuel"}
            sheet.times(Side.PROJECT, title, fuel, *emission(reading))
        for work, _one in reading.sums(HAULED.code, "work"):
            title = {"zh-hans": "收运排放", "en": "Emission of haulage"}
            sheet.times(Side.LEAKAGE, title, work, reading.term(HAULAGE.name))
        disposed(reading, sheet)


def _of(reading: Reading, material: Option) -> list[Entry]:
    return [entry for entry in reading.lines("material") if entry.chosen["kind"] == material.code]
