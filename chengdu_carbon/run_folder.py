"""A data folder of one run's own below `.data`: the first of its name that nobody else is using, emptied."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chengdu_carbon.embedded import EmbeddedServices
from chengdu_carbon.folders import make_folder, open_lock
from chengdu_carbon.service_error import ServiceError
from chengdu_carbon.supervisor import ROOT


@contextmanager
def run_folder(name: str) -> Iterator[Path]:
    """The folder for the time of the block; what an earlier run left there goes first. Raises ServiceError."""
    make_folder(ROOT / ".data", mode=0o711)
    for number in range(1, 100):
        folder = ROOT / ".data" / f"{name}-{number}"
        with open_lock(Path(f"{folder}.lock")) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            _empty(folder)
            yield folder
            return
    raise ServiceError("a hundred runs at once are too many")


def _empty(folder: Path) -> None:
    if folder.exists():
        # A run that was killed leaves its servers behind.
        EmbeddedServices(folder).kill()
        shutil.rmtree(folder)
