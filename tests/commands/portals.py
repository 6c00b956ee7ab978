"""Data folders in which bin/serve has run: each kind is made once for all test processes of a run, and then copied.

A first start makes a hundred tables, which takes as long as ten later ones. One that is killed is in test_serving.py.
"""

import fcntl
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from chengdu_carbon.folders import open_lock
from tests.apart import PROCESS

from .conftest import Serve, free_port

OWN = Path(os.environ["PORTAL_DATA"])
SHARED = OWN.parent if PROCESS else OWN


@pytest.fixture
def demonstration(data_dir: Path) -> Path:
    """The folder of a portal that has run with the demonstration, and ended."""
    return _copy(_of_all(_demonstrated), data_dir)


@pytest.fixture
def empty_portal(data_dir: Path) -> Path:
    """The folder of a portal that has run with nobody in it, and ended."""
    return _copy(_of_all(_empty), data_dir)


def _of_all(make: Callable[[], Path]) -> Path:
    with open_lock(SHARED / "portals.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return make()


def _empty() -> Path:
    kept = SHARED / "portals" / "empty"
    if not kept.exists():
        _run_once(_unfinished(kept), "--empty").rename(kept)
    return kept


def _demonstrated() -> Path:
    kept = SHARED / "portals" / "demonstrated"
    if not kept.exists():
        _run_once(_copy(_empty(), _unfinished(kept))).rename(kept)
    return kept


def _unfinished(kept: Path) -> Path:
    folder = kept.with_name(f"{kept.name}.new")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _run_once(folder: Path, *further: str) -> Path:
    portal = Serve(folder, free_port()).start(*further)
    try:
        portal.started()
    finally:
        portal.process.send_signal(signal.SIGTERM)
        status = portal.ends()
    assert status == 0
    return folder


def _copy(kept: Path, folder: Path) -> Path:
    """Files keep their owner, who runs the servers."""
    subprocess.run(["cp", "--archive", f"{kept}/.", str(folder)], check=True)
    return folder
