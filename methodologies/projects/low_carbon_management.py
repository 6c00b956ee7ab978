"""Low-carbon management (低碳管理): the same work with less emission for each unit of it, by how it is managed.

ER = Σ Q × (EFb − EFp) − Σ Q × EFl − EC × EFd: baseline less project less leakage. The field is official, no method of
it was public. So every coefficient is the project's own, with its document, and none has a default; only the power
that managing takes besides is charged at the published factor.
"""

from dataclasses import replace

from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.base import ProjectMethod
from methodologies.projects.power import GRID_DEBIT, USED, debit
from methodologies.projects.reading import Reading
from methodologies.projects.sheet import Sheet
from methodologies.projects.told import Side

PER_UNIT = "kgCO2e/output"
BEFORE = Parameter(
    "rate_before",
    "EFb",
    {"zh-hans": "单位产出排放（基准线）", "en": "Emission of a unit of output without the project"},
    PER_UNIT,
    prudent=Prudent.LOW,
    hint={
        "zh-hans": "按实施管理前的完整记录确定，注明单位产出是什么（件、平方米、车次等）",
        "en": "from whole records before the project; say what a unit of output is: pieces, square metres, journeys",
    },
)
NOW = Parameter(
    "rate_now",
    "EFp",
    {"zh-hans": "单位产出排放（项目）", "en": "Emission of a unit of output with the project"},
    PER_UNIT,
    prudent=Prudent.HIGH,
    hint={"zh-hans": "按实施管理后的记录确定，含全部能耗", "en": "from records with the project, all energy included"},
)
ELSEWHERE = Parameter(
    "rate_elsewhere",
    "EFl",
    {"zh-hans": "单位产出引起的别处排放", "en": "Emission elsewhere for a unit of output"},
    PER_UNIT,
    prudent=Prudent.HIGH,
    hint={
        "zh-hans": "如外包、转移的环节；没有也要填 0 并说明依据",
        "en": "work given to others or moved away; where there is none, state 0 and what shows it",
    },
)
OUTPUT = Table(
    code="output",
    label={"zh-hans": "产出台账", "en": "Output"},
    source={"zh-hans": "计量表或台账编号", "en": "Number of the meter or record"},
    thing=Thing.OUTPUT_METER,
    columns=(Column("output", "Q", {"zh-hans": "产出", "en": "Output"}, "output"),),
    frequency=Frequency.MONTHLY,
)
MORE_POWER = replace(
    USED,
    label={"zh-hans": "管理措施另外用电（未计入单位产出排放的）", "en": "Power that managing takes besides"},
    required=False,
)


class LowCarbonManagement(ProjectMethod):
    code = "low-carbon-management"
    parameters = (BEFORE, NOW, ELSEWHERE, GRID_DEBIT)
    tables = (OUTPUT, MORE_POWER)
    symbols = "ER = Σ Q × (EFb − EFp) − Σ Q × EFl − EC × EFd"
    formula_sources = ("general-form",)

    def work(self, reading: Reading, sheet: Sheet) -> None:
        sides = (
            (Side.BASELINE, BEFORE, {"zh-hans": "没有管理措施时的排放", "en": "Emission without the project"}),
            (Side.PROJECT, NOW, {"zh-hans": "实施后的排放", "en": "Emission with the project"}),
            (Side.LEAKAGE, ELSEWHERE, {"zh-hans": "引起的别处排放", "en": "Emission elsewhere"}),
        )
        for output, _one in reading.sums(OUTPUT.code, "output"):
            for side, rate, title in sides:
                sheet.times(side, title, output, reading.term(rate.name))
        debit(reading, sheet)


METHOD = LowCarbonManagement()
