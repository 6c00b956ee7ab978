"""Construction waste made into material (建筑垃圾资源化利用): aggregate, bricks and steel in place of new ones."""

from methodologies.base import Option
from methodologies.projects.recycling import BESIDE, OF_ALL, Recycling, material_table, virgin


class ConstructionWaste(Recycling):
    code = "construction-waste"
    materials = (
        Option("aggregate", {"zh-hans": "再生骨料", "en": "aggregate"}),
        Option("bricks", {"zh-hans": "再生砖与砌块", "en": "bricks and blocks"}),
        Option("fill", {"zh-hans": "路基与回填料", "en": "fill of roads"}),
        Option("steel", {"zh-hans": "废钢筋", "en": "reinforcing steel"}),
        Option("wood", {"zh-hans": "木料", "en": "wood"}),
    )
    parameters = (*virgin(materials), *OF_ALL)
    tables = (material_table(materials), *BESIDE)


METHOD = ConstructionWaste()
