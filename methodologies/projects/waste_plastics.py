"""Recycling of plastics (废塑料回收利用): pellets and flakes in place of virgin resin."""

from methodologies.base import Option
from methodologies.projects.recycling import BESIDE, OF_ALL, Recycling, material_table, virgin


class WastePlastics(Recycling):
    code = "waste-plastics"
    materials = (
        Option("pe", {"zh-hans": "聚乙烯", "en": "polyethylene"}),
        Option("pp", {"zh-hans": "聚丙烯", "en": "polypropylene"}),
        Option("pet", {"zh-hans": "聚酯", "en": "PET"}),
        Option("ps", {"zh-hans": "聚苯乙烯", "en": "polystyrene"}),
        Option("pvc", {"zh-hans": "聚氯乙烯", "en": "PVC"}),
        Option("other", {"zh-hans": "其他塑料", "en": "other plastics"}),
    )
    parameters = (*virgin(materials), *OF_ALL)
    tables = (material_table(materials), *BESIDE)


METHOD = WastePlastics()
