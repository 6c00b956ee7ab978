"""A run of `bin/faults`: every chosen cell so many times, a line for each blow, a table at the end.

Most of a blow is waiting, so several portals can be struck at once: each side is a process that has one at a time.
"""

import argparse
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from chengdu_carbon.folders import make_folder
from faults import table
from faults.cells import CELLS, Cell
from faults.drill import BUNDLES, RIDERS, SPENDERS, Drill, Result
from faults.stage import Stage

SERVED = "portal"
STAGES: dict[str, dict[str, bool]] = {SERVED: {}, "clock": {"with_clock": True}, "disk": {"with_small_disk": True}}
"""A portal whose clock can be set, or whose disk can be filled, is not the one that is served: each has its stage."""
STARTS_LIKE = 3
"""A stage takes as long to start as so many cells."""
Side = dict[str, list[Cell]]
"""The cells of a side, by their stage."""


def run(options: argparse.Namespace, folder: Path) -> int:
    """1 where anything was lost, doubled or stuck, came back late, or was not told."""
    if options.list:
        print(*options.chosen, sep="\n")
        return 0
    sides = shared_out(options.chosen, options.at_once)
    results = strike_at_once(sides, options, folder)
    print(table.whole(sorted(results, key=lambda result: CELLS.index(result.cell))))
    return 0 if all(result.is_sound for result in results) else 1


def shared_out(cells: Sequence[Cell], count: int) -> list[Side]:
    """The cells, on so many sides at the most: each on that which is then done first."""
    sides: list[Side] = [{} for _ in range(count)]
    for cell in sorted(cells, key=lambda cell: stage_of(cell) == SERVED):
        stage = stage_of(cell)
        side = min(sides, key=lambda side: _load(side, {stage}))
        side.setdefault(stage, []).append(cell)
    return [side for side in sides if side]


def _load(side: Side, added: set[str]) -> int:
    return STARTS_LIKE * len(side.keys() | added) + sum(map(len, side.values()))


def stage_of(cell: Cell) -> str:
    return cell.part if cell.part in STAGES else SERVED


def strike_at_once(sides: Sequence[Side], options: argparse.Namespace, folder: Path) -> list[Result]:
    """Raises ServiceError where a portal does not come up; whatever ends one side ends all, in good order."""
    with ProcessPoolExecutor(len(sides), multiprocessing.get_context("fork")) as pool:
        works = [
            pool.submit(strike_side, side, folder / str(number), options.times, options.hold)
            for number, side in enumerate(sides)
        ]
        try:
            return [result for work in works for result in work.result()]
        except BaseException:
            for process in multiprocessing.active_children():
                process.terminate()
            raise


def strike_side(side: Side, folder: Path, times: int, hold_s: float) -> list[Result]:
    make_folder(folder, mode=0o711)
    results: list[Result] = []
    for name, cells in side.items():
        results += strike(Stage(folder / name, **STAGES[name]), cells, times, hold_s)
    return results


def strike(stage: Stage, cells: list[Cell], times: int, hold_s: float) -> list[Result]:
    """Every cell so many times, on one stage, whose books are audited then. Raises ServiceError."""
    results = []
    try:
        stage.start()
        people = 1 + len(cells) * times * (1 + max(BUNDLES, RIDERS, SPENDERS))
        drill = Drill(stage, stage.people(people), hold_s=hold_s)
        for cell in [cell for cell in cells for _time in range(times)]:
            results.append(drill.do(cell))
            print(table.line(results[-1]), flush=True)
        print(f"after {len(results)} blows: {stage.audit()}", flush=True)
    finally:
        stage.stop()
    return results
