"""Pooling of citizens' reductions (公众减排量汇集): the grams that acts were scored with, added up.

A proposal of this portal: neither a name nor a text is official. Nothing is measured anew; each act was reckoned by the
method of its scenario, and what was taken back later is taken off.
"""

from methodologies.projects.asked import Column, Frequency, Table, Thing
from methodologies.projects.base import ProjectMethod
from methodologies.projects.reading import Reading, summed
from methodologies.projects.sheet import Sheet
from methodologies.projects.told import Side

GROUP = {"zh-hans": "场景与区（市）县", "en": "Scenario and district"}
GRAMS = 3
"""Decimals of a kilogram."""


def _table(code: str, symbol: str, chinese: str, english: str, *, required: bool) -> Table:
    label = {"zh-hans": chinese, "en": english}
    return Table(
        code=code,
        label=label,
        source=GROUP,
        thing=Thing.CITIZENS,
        columns=(Column("reduction", symbol, label, "kgCO2e", decimals=GRAMS),),
        frequency=Frequency.MONTHLY,
        required=required,
    )


ACTS = _table("acts", "A", "公众行为减排量", "Reductions of citizens’ acts", required=True)
CARRIED = _table(
    "carried", "C", "上月结转（不足一千克）", "Carried from the month before, less than a kg", required=False
)
TAKEN_OFF = _table("taken_off", "D", "往月已撤销行为的扣减", "Taken off for earlier acts taken back", required=False)


class PublicPooling(ProjectMethod):
    code = "public-pooling"
    parameters = ()
    tables = (ACTS, CARRIED, TAKEN_OFF)
    symbols = "ER = Σ A + C − D"
    formula_sources = ("proposal",)

    def work(self, reading: Reading, sheet: Sheet) -> None:
        for table, side in ((ACTS, Side.BASELINE), (CARRIED, Side.BASELINE), (TAKEN_OFF, Side.PROJECT)):
            if entries := reading.lines(table.code):
                sheet.times(side, table.label, summed(entries, "reduction"))


METHOD = PublicPooling()
