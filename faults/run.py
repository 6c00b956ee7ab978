"""A run of `bin/faults`: every chosen cell so many times on one portal, a line for each blow, a table at the end."""

import argparse
from pathlib import Path

from faults import table
from faults.drill import BUNDLES, RIDERS, SPENDERS, Drill, Result
from faults.stage import Stage


def run(options: argparse.Namespace, folder: Path) -> int:
    """1 where anything was lost, doubled or stuck, came back late, or was not told."""
    if options.list:
        print(*options.chosen, sep="\n")
        return 0
    blows = [cell for cell in options.chosen for _time in range(options.times)]
    stage = Stage(folder)
    try:
        stage.start()
        drill = Drill(stage, stage.people(1 + len(blows) * (1 + max(BUNDLES, RIDERS, SPENDERS))))
        results: list[Result] = []
        for cell in blows:
            results.append(drill.do(cell))
            print(table.line(results[-1]), flush=True)
    finally:
        stage.stop()
    print(table.whole(results))
    return 0 if all(result.is_sound for result in results) else 1
