"""Energy retrofit (节能改造): what would have been used for the same output and weather, less what was used.

E_BL = a × days + b × output + c × degree-days, each coefficient from records of before; ER = (E_BL − E_PJ) × EF,
for power and for fuel. Power of a line that used more than its baseline is charged at the higher factor.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from methodologies.base import Text
from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.base import ProjectMethod
from methodologies.projects.fuels import FUEL, USED, burnt, emission
from methodologies.projects.power import GRID_CREDIT, GRID_DEBIT, METER
from methodologies.projects.reading import Entry, Reading, equally_known, monitored, summed
from methodologies.projects.sheet import Sheet
from methodologies.projects.told import Side, Term
from methodologies.projects.troubles import Trouble

DAYS: Text = {"zh-hans": "天数", "en": "Days"}
RECORDS: Text = {
    "zh-hans": "由改造前至少一年的分项计量记录求得；不用的项留空",
    "en": "from at least a year's submetered records before; left out where it is not used",
}
VARIABLES = (
    Column("output", "Q", {"zh-hans": "同期产出", "en": "Output of the period"}, "output", optional=True),
    Column(
        "degree_days", "DD", {"zh-hans": "同期度日数", "en": "Degree-days of the period"}, "degree-day", optional=True
    ),
)


@dataclass(frozen=True, slots=True)
class Carrier:
    """Power or fuel: its table, and the coefficients of its baseline by what they are multiplied with."""

    table: Table
    by_days: Parameter
    by_output: Parameter
    by_degree_days: Parameter

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return (self.by_days, self.by_output, self.by_degree_days)

    def parts(self, reading: Reading, entries: list[Entry]) -> Iterator[tuple[Term, Term]]:
        """The baseline of lines that are equally well known, as products of an amount and its coefficient."""
        days = monitored("d", DAYS, sum((entry.days for entry in entries), Decimal(0)), "d", entries)
        yield days, reading.term(self.by_days.name)
        yield summed(entries, "output"), reading.term(self.by_output.name)
        yield summed(entries, "degree_days"), reading.term(self.by_degree_days.name)

    def saved(self, reading: Reading, entry: Entry) -> Decimal:
        """What a line used less than its baseline."""
        baseline = sum((amount.value * each.value for amount, each in self.parts(reading, [entry])), Decimal(0))
        return baseline - entry["used"]


def _coefficient(name: str, symbol: str, chinese: str, english: str, unit: str) -> Parameter:
    label = {"zh-hans": chinese, "en": english}
    return Parameter(name, symbol, label, unit, optional=True, prudent=Prudent.LOW, hint=RECORDS)


POWER = Carrier(
    Table(
        "power",
        {"zh-hans": "电力分项计量", "en": "Power by submeter"},
        METER,
        Thing.ELECTRICITY_METER,
        (Column("used", "EC", {"zh-hans": "用电量", "en": "Power used"}, "kWh"), *VARIABLES),
        Frequency.CONTINUOUS,
        required=False,
    ),
    _coefficient("power_by_day", "a", "基准用电：每天固定量", "Baseline of power by day", "kWh/d"),
    _coefficient("power_by_output", "b", "基准用电：每单位产出", "Baseline of power by output", "kWh/output"),
    _coefficient("power_by_degree_day", "c", "基准用电：每度日", "Baseline of power by degree-day", "kWh/degree-day"),
)
FUEL_USE = Carrier(
    Table(
        "fuel",
        {"zh-hans": "燃料分项计量", "en": "Fuel by submeter"},
        {"zh-hans": "燃料表编号", "en": "Number of the fuel's meter"},
        Thing.FUEL_METER,
        (Column("used", "FC", {"zh-hans": "燃料用量", "en": "Fuel used"}, "fuel"), *VARIABLES),
        Frequency.CONTINUOUS,
        required=False,
    ),
    _coefficient("fuel_by_day", "af", "基准燃料：每天固定量", "Baseline of fuel by day", "fuel/d"),
    _coefficient("fuel_by_output", "bf", "基准燃料：每单位产出", "Baseline of fuel by output", "fuel/output"),
    _coefficient("fuel_by_degree_day", "cf", "基准燃料：每度日", "Baseline of fuel by degree-day", "fuel/degree-day"),
)
CARRIERS = (POWER, FUEL_USE)
WHICH_FUEL = replace(FUEL, label={"zh-hans": "所用燃料", "en": "Fuel that is used"}, optional=True)


class EnergyRetrofit(ProjectMethod):
    code = "energy-retrofit"
    choices = (WHICH_FUEL,)
    parameters = (*POWER.parameters, GRID_CREDIT, GRID_DEBIT, *FUEL_USE.parameters, *burnt(USED))
    tables = (POWER.table, FUEL_USE.table)
    symbols = "ER = (a × d + b × Q + c × DD − EC) × EFc + (af × d + bf × Q + cf × DD − FC) × NCV × C × OF × 44/12"
    formula_sources = ("general-form", "guideline-2015", "mee-2023-factors")

    def contradictions(self, reading: Reading) -> Iterator[Trouble]:
        if not reading.entries:
            yield Trouble("no_lines", POWER.table.code, {"label": POWER.table.label})
        if reading.lines(FUEL_USE.table.code) and not reading.chosen.get(WHICH_FUEL.name):
            yield Trouble("missing", WHICH_FUEL.name, {"label": WHICH_FUEL.label})
        for carrier in CARRIERS:
            coefficients = (reading.term(parameter.name).value for parameter in carrier.parameters)
            if reading.lines(carrier.table.code) and not any(coefficients):
                yield Trouble("no_baseline", carrier.by_days.name, {"label": carrier.table.label})

    def work(self, reading: Reading, sheet: Sheet) -> None:
        for grid, entries in _alike(reading):
            title = {
                "zh-hans": "同样产出与天气下本应用电的排放",
                "en": "Emission of the power that would have been used",
            }
            used = {"zh-hans": "实际用电的排放", "en": "Emission of the power used"}
            for amount, coefficient in POWER.parts(reading, entries):
                sheet.times(Side.BASELINE, title, coefficient, amount, grid)
            sheet.times(Side.PROJECT, used, summed(entries, "used"), grid)
        for entries in equally_known(reading.lines(FUEL_USE.table.code)):
            title = {
                "zh-hans": "同样产出与天气下本应用燃料的排放",
                "en": "Emission of the fuel that would have been used",
            }
            used = {"zh-hans": "实际用燃料的排放", "en": "Emission of the fuel used"}
            for amount, coefficient in FUEL_USE.parts(reading, entries):
                sheet.times(Side.BASELINE, title, coefficient, amount, *emission(reading))
            sheet.times(Side.PROJECT, used, summed(entries, "used"), *emission(reading))


def _alike(reading: Reading) -> list[tuple[Term, list[Entry]]]:
    """Lines of power by the factor they count by and how well they are known."""
    groups: dict[tuple[str, Decimal, Decimal], tuple[Term, list[Entry]]] = {}
    for entry in reading.lines(POWER.table.code):
        saves = POWER.saved(reading, entry) >= 0
        grid = reading.term(GRID_CREDIT.name if saves else GRID_DEBIT.name, entry)
        _grid, entries = groups.setdefault((grid.symbol, grid.value, entry.uncertainty), (grid, []))
        entries.append(entry)
    return list(groups.values())


METHOD = EnergyRetrofit()
