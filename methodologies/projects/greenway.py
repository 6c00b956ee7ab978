"""Tianfu greenways (天府绿道): trees along the ways, by area or by tree."""

from methodologies.projects.tree_sink import TreeSink
from methodologies.projects.trees import AREAS, CLEARED, MEASURED, TENDING, TREES


class Greenway(TreeSink):
    code = "greenway"
    counted = (AREAS, TREES)
    parameters = tuple(each for each in TreeSink.parameters if each not in MEASURED)
    tables = (*counted, TENDING, CLEARED)
    symbols = (
        "ER = Σ A × s × q × y + Σ n × s × qn × y − Σ A × qb × y − N × EFn "
        "− FD × NCVd × Cd × OFd × 44/12 − EC × EFd − AL × SL"
    )


METHOD = Greenway()
