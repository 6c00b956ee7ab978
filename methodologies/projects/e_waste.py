"""Recycling of devices (废电器电子产品回收利用): metals, plastics and boards in place of new ones.

A report counts what was taken out of the devices, or whole devices by one factor, never both.
"""

from collections.abc import Iterator

from methodologies.base import Option
from methodologies.projects.reading import Reading
from methodologies.projects.recycling import BESIDE, OF_ALL, Recycling, material_table, virgin
from methodologies.projects.troubles import Trouble

WHOLE = Option("mixed", {"zh-hans": "整机（按综合系数）", "en": "whole devices, by one factor"})


class EWaste(Recycling):
    code = "e-waste"
    materials = (
        Option("steel", {"zh-hans": "钢铁", "en": "iron and steel"}),
        Option("copper", {"zh-hans": "铜", "en": "copper"}),
        Option("aluminium", {"zh-hans": "铝", "en": "aluminium"}),
        Option("plastics", {"zh-hans": "塑料", "en": "plastics"}),
        Option("boards", {"zh-hans": "电路板", "en": "circuit boards"}),
        Option("glass", {"zh-hans": "玻璃", "en": "glass"}),
        WHOLE,
    )
    parameters = (*virgin(materials), *OF_ALL)
    tables = (material_table(materials), *BESIDE)

    def contradictions(self, reading: Reading) -> Iterator[Trouble]:
        yield from super().contradictions(reading)
        kinds = {entry.chosen["kind"] for entry in reading.lines("material")}
        if WHOLE.code in kinds and len(kinds) > 1:
            yield Trouble("whole_and_parts", "kind", {"whole": WHOLE.label})


METHOD = EWaste()
