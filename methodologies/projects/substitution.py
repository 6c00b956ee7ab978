"""What the methods of substitution share: a fuel that would have been burnt for the same output, as far as it could.

BE = min(Q, Qmax) × SFC × NCV × C × OF × 44/12. Output beyond what the old plant could give would not have been made
with the old fuel and is credited nothing, while all that the project uses for it is charged.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.base import ProjectMethod
from methodologies.projects.fuels import emission
from methodologies.projects.prudence import deduction
from methodologies.projects.reading import Reading
from methodologies.projects.sheet import Sheet
from methodologies.projects.told import Side, Term

USE_BEFORE = Parameter(
    name="use_before",
    symbol="SFC",
    label={"zh-hans": "基准单耗：改造前单位产出的燃料用量", "en": "Fuel for a unit of output before"},
    unit="fuel/output",
    prudent=Prudent.LOW,
    hint={
        "zh-hans": "取改造前至少一年台账的平均值，多年时取最低的一年",
        "en": "the mean of at least a year's records before; of several years the lowest",
    },
)
MOST_OUTPUT = Parameter(
    name="most_output",
    symbol="Qmax",
    label={"zh-hans": "原有设备在监测期内最多能有的产出", "en": "Most that the old plant could give in the period"},
    unit="output",
    prudent=Prudent.LOW,
    hint={
        "zh-hans": "按原设备铭牌能力与监测期天数计；超出部分不计减排",
        "en": "by the old plant's nameplate and the days of the period; what is beyond is credited nothing",
    },
)
OUTPUT = Table(
    code="output",
    label={"zh-hans": "产出计量", "en": "Output"},
    source={"zh-hans": "产出计量点编号", "en": "Number of the output's meter"},
    thing=Thing.OUTPUT_METER,
    columns=(
        Column(
            "output",
            "Q",
            {"zh-hans": "产出（供热量、产量等，与基准单耗同一单位）", "en": "Output, in the unit of the use before"},
            "output",
        ),
    ),
    frequency=Frequency.CONTINUOUS,
)


class Substitution(ProjectMethod):
    """Another energy takes the place of a fuel."""

    formula_sources: ClassVar[tuple[str, ...]] = ("general-form", "guideline-2015")

    def replaced(self, reading: Reading, sheet: Sheet) -> None:
        """The baseline: what the old fuel would have emitted for the output that it could have given."""
        for output in believed(reading):
            title = {"zh-hans": "原燃料本应产生的排放", "en": "What the old fuel would have emitted"}
            most = reading.term(MOST_OUTPUT.name)
            terms = (output, reading.term(USE_BEFORE.name), *emission(reading))
            sheet.times(Side.BASELINE, title, *terms, within=(most,))


def believed(reading: Reading) -> Iterator[Term]:
    """The output by how well it is known, the best known first, until together it is the most that counts.

    What is not known well of that most makes it less; were it taken off afterwards, one more unit of output would cost
    the project where the most begins to cut.
    """
    most = reading.term(MOST_OUTPUT.name)
    room = most.value * (1 - deduction(most.uncertainty))
    for output, _one in sorted(reading.sums(OUTPUT.code, "output"), key=lambda pair: pair[0].uncertainty):
        counted = min(output.value, room)
        room -= counted
        yield replace(output, value=counted, symbol="min(Q, Qmax)")
