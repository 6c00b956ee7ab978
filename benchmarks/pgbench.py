"""What PostgreSQL itself does on this machine: pgbench's TPC-B with prepared statements."""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.bench import Bench
from chengdu_carbon.servers import postgres_program

SCALE = 10
"""A million accounts, and more branches than clients, so that clients seldom wait for each other."""
TPS = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)


@contextmanager
def tpc_b(bench: Bench, clients: int) -> Iterator[Callable[[], float]]:
    """A short run of it, for a side; on a database of its own."""
    with bench.databases.opponents("pgbench") as database:
        program = str(postgres_program("pgbench"))
        environment = {**bench.environment, **bench.databases.environment(database)}
        initialise = [program, "--initialize", "--quiet", f"--scale={SCALE}"]
        subprocess.run(initialise, env=environment, capture_output=True, check=True)
        # pgbench takes whole seconds.
        seconds = max(1, round(bench.seconds))
        measure = [program, "--protocol=prepared", f"--client={clients}", "--jobs=2", f"--time={seconds}"]

        def run() -> float:
            done = subprocess.run(measure, env=environment, capture_output=True, text=True, check=True)
            found = TPS.search(done.stdout)
            assert found, done.stdout
            return float(found[1])

        yield run
