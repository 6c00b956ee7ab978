"""Planting and care of forests (造林管护): measured plots, or area at a rate that the project shows."""

from methodologies.projects.tree_sink import TreeSink
from methodologies.projects.trees import AREAS, CLEARED, STRATA, TENDING


class ForestCare(TreeSink):
    code = "forest-care"
    counted = (STRATA, AREAS)
    parameters = tuple(each for each in TreeSink.parameters if each.name != "tree_rate")
    tables = (*counted, TENDING, CLEARED)
    symbols = (
        "ER = Σ A × (V2 − V1) × D × BEF × (1 + R) × CF × 44/12 + Σ A × s × q × y − Σ A × qb × y − N × EFn "
        "− FD × NCVd × Cd × OFd × 44/12 − EC × EFd − AL × SL"
    )


METHOD = ForestCare()
