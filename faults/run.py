"""A run of `bin/faults`: every chosen cell so many times on one portal, a line for each blow, a table at the end."""

import argparse
from pathlib import Path

from faults import table
from faults.cells import Cell
from faults.drill import BUNDLES, RIDERS, SPENDERS, Drill, Result
from faults.stage import Stage

STAGES = {"portal": {}, "clock": {"with_clock": True}, "disk": {"with_small_disk": True}}
"""A portal whose clock can be set, or whose disk can be filled, is not the one that is served: each has its stage."""


def run(options: argparse.Namespace, folder: Path) -> int:
    """1 where anything was lost, doubled or stuck, came back late, or was not told."""
    if options.list:
        print(*options.chosen, sep="\n")
        return 0
    results: list[Result] = []
    for name, cells in by_stage(options.chosen).items():
        results += strike(Stage(folder / name, **STAGES[name]), cells, options.times, options.hold)
    print(table.whole(results))
    return 0 if all(result.is_sound for result in results) else 1


def by_stage(cells: list[Cell]) -> dict[str, list[Cell]]:
    """The cells by the stage that they need."""
    names = {cell: cell.part if cell.part in STAGES else "portal" for cell in cells}
    return {name: [cell for cell in cells if names[cell] == name] for name in STAGES if name in names.values()}


def strike(stage: Stage, cells: list[Cell], times: int, hold_s: float) -> list[Result]:
    """Every cell so many times, on one stage. Raises ServiceError where that does not come up."""
    results = []
    try:
        stage.start()
        people = 1 + len(cells) * times * (1 + max(BUNDLES, RIDERS, SPENDERS))
        drill = Drill(stage, stage.people(people), hold_s=hold_s)
        for cell in [cell for cell in cells for _time in range(times)]:
            results.append(drill.do(cell))
            print(table.line(results[-1]), flush=True)
    finally:
        stage.stop()
    return results
