"""Linpan of western Sichuan (川西林盘): groves by farmsteads, by plot, area or tree; small, and told to the gram."""

from methodologies.projects.tree_sink import TreeSink
from methodologies.projects.trees import AREAS, CLEARED, STRATA, TENDING, TREES


class Linpan(TreeSink):
    code = "linpan"
    counted = (STRATA, AREAS, TREES)
    tables = (*counted, TENDING, CLEARED)


METHOD = Linpan()
