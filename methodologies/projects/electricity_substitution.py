"""Electricity in place of a fuel (电能替代): boilers, kilns, stoves, machines that no longer burn.

ER = min(Q, Qmax) × SFC × NCV × C × OF × 44/12 − EC × EFd − FC × NCV × C × OF × 44/12.
"""

from methodologies.projects.asked import Column, Frequency, Table, Thing
from methodologies.projects.fuels import FUEL, OLD, burnt, emission
from methodologies.projects.power import GRID_DEBIT, USED, debit
from methodologies.projects.reading import Reading
from methodologies.projects.sheet import Sheet
from methodologies.projects.substitution import MOST_OUTPUT, OUTPUT, USE_BEFORE, Substitution
from methodologies.projects.told import Side

STILL_BURNT = Table(
    code="still_burnt",
    label={"zh-hans": "仍使用的原燃料", "en": "Old fuel that is still burnt"},
    source={"zh-hans": "燃料表或台账编号", "en": "Number of the fuel's meter or record"},
    thing=Thing.FUEL_METER,
    columns=(Column("burnt", "FC", {"zh-hans": "燃料用量", "en": "Fuel burnt"}, "fuel"),),
    frequency=Frequency.EACH_DELIVERY,
    required=False,
)


class ElectricitySubstitution(Substitution):
    code = "electricity-substitution"
    choices = (FUEL,)
    parameters = (USE_BEFORE, MOST_OUTPUT, *burnt(OLD), GRID_DEBIT)
    tables = (OUTPUT, USED, STILL_BURNT)
    symbols = "ER = (min(Q, Qmax) × SFC − FC) × NCV × C × OF × 44/12 − EC × EFd"

    def work(self, reading: Reading, sheet: Sheet) -> None:
        self.replaced(reading, sheet)
        debit(reading, sheet)
        for fuel, _one in reading.sums(STILL_BURNT.code, "burnt"):
            title = {"zh-hans": "仍使用的原燃料的排放", "en": "Emission of the old fuel that is still burnt"}
            sheet.times(Side.PROJECT, title, fuel, *emission(reading))


METHOD = ElectricitySubstitution()
