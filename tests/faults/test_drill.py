"""A short drill: real servers and processes are struck, and nothing is lost, doubled, stuck or hidden.

`bin/faults` without cells does the rest, as often as asked (docs/operations.md).
"""

import subprocess
import sys

import pytest

from tests.commands.conftest import bare_environment
from tests.processes import ROOT

# A part of each kind, each in another way and at another moment; all of them are told of within seconds.
CELLS = ["postgres.kill×batch", "redis.cut×commit", "worker.restart×batch", "web.kill×stream", "clock.back×commit"]


def faults(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "bin" / "faults"), *words]
    return subprocess.run(command, env=bare_environment(), capture_output=True, text=True, timeout=600, check=False)


@pytest.mark.slow
def test_portal_keeps_its_promises_while_parts_of_it_are_struck():
    done = faults("--at-once", "2", "--cells", *CELLS)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == f"{len(CELLS)} blows, 0 faults"


def test_cells_are_listed_without_a_blow():
    done = faults("--list", "--cells", "clock.back")

    assert done.stdout.splitlines() == ["clock.back×idle", "clock.back×commit", "clock.back×batch"]
