"""Natural gas in place of coal or oil (天然气替代).

ER = min(Q, Qmax) × SFC × NCV × C × OF × 44/12 − FG × NCVg × Cg × OFg × 44/12 − EC × EFd.
"""

from dataclasses import replace

from methodologies.projects.asked import Column, Frequency, Prudent, Table, Thing
from methodologies.projects.fuels import FUEL_BUT_GAS, GAS, NATURAL_GAS, OLD, burnt, emission
from methodologies.projects.power import GRID_DEBIT, USED, debit
from methodologies.projects.reading import Reading
from methodologies.projects.sheet import Sheet
from methodologies.projects.substitution import MOST_OUTPUT, OUTPUT, USE_BEFORE, Substitution
from methodologies.projects.told import Side

GAS_BURNT = Table(
    code="gas",
    label={"zh-hans": "项目用天然气", "en": "Natural gas that the project burns"},
    source={"zh-hans": "气表编号", "en": "Number of the gas meter"},
    thing=Thing.GAS_METER,
    columns=(Column("burnt", "FG", {"zh-hans": "天然气用量", "en": "Natural gas burnt"}, "m3"),),
    frequency=Frequency.CONTINUOUS,
)


class GasSubstitution(Substitution):
    code = "gas-substitution"
    choices = (FUEL_BUT_GAS,)
    parameters = (
        USE_BEFORE,
        MOST_OUTPUT,
        *burnt(OLD, kinds=("diesel", "petrol")),
        *burnt(NATURAL_GAS, "gas_", "g", (GAS,), side=Prudent.HIGH),
        GRID_DEBIT,
    )
    tables = (OUTPUT, GAS_BURNT, replace(USED, required=False))
    symbols = "ER = min(Q, Qmax) × SFC × NCV × C × OF × 44/12 − FG × NCVg × Cg × OFg × 44/12 − EC × EFd"

    def work(self, reading: Reading, sheet: Sheet) -> None:
        self.replaced(reading, sheet)
        for gas, _one in reading.sums(GAS_BURNT.code, "burnt"):
            title = {"zh-hans": "项目用天然气的排放", "en": "Emission of the natural gas burnt"}
            sheet.times(Side.PROJECT, title, gas, *emission(reading, "gas_"))
        debit(reading, sheet)


METHOD = GasSubstitution()
