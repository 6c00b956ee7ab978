"""A short drill: real servers and processes are struck, and nothing is lost, doubled, stuck or hidden.

`bin/faults` without cells does the rest, as often as asked; docs/operations.md has the last whole run.
"""

import subprocess
import sys

import pytest

from tests.commands.conftest import bare_environment
from tests.processes import ROOT

OF_A_PORTAL = [
    "postgres.kill×stream",
    "postgres.failover×commit",
    "redis.cut×stream",
    "worker.restart×batch",
    "web.kill×commit",
    "scheduler.restart×idle",
]


@pytest.mark.slow
@pytest.mark.parametrize("cells", [OF_A_PORTAL, ["clock.back×commit", "clock.forward×batch"]], ids=["portal", "clock"])
def test_portal_keeps_its_promises_while_parts_of_it_are_struck(cells):
    done = subprocess.run(
        [sys.executable, str(ROOT / "bin" / "faults"), "--cells", *cells],
        env=bare_environment(),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == f"{len(cells)} blows, 0 faults"


def test_cells_are_listed_without_a_blow():
    done = subprocess.run(
        [sys.executable, str(ROOT / "bin" / "faults"), "--list", "--cells", "clock.back"],
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.splitlines() == ["clock.back×idle", "clock.back×commit", "clock.back×batch"]
