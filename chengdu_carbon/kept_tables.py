"""A PostgreSQL with all tables and nothing in them, kept from one run of the tests to the next.

To make the tables from hundreds of migrations takes a core more than a minute, whichever test is run. A run begins with
a copy instead, of which only what has come since is made. What is kept is named by all that makes tables: another
migration or another package, and it is made anew.
"""

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chengdu_carbon.folders import make_folder, open_lock
from chengdu_carbon.supervisor import ROOT

KEPT = ROOT / ".build" / "tables"
LOCK = ROOT / "requirements.lock"
"""Other people's apps bring migrations, too."""


def begin(folder: Path) -> bool:
    """Puts a copy where a server's data folder is to be; whether one was there to copy."""
    kept = KEPT / digest()
    with _alone():
        if not kept.exists():
            return False
        make_folder(folder.parent, mode=0o711)
        _copy(kept, folder)
        return True


def keep(folder: Path) -> None:
    """Keeps the data folder of a server that has ended in good order, instead of what was kept before."""
    kept = KEPT / digest()
    unfinished = KEPT / f"{kept.name}.new"
    with _alone():
        shutil.rmtree(KEPT, ignore_errors=True)
        KEPT.mkdir()
        _copy(folder, unfinished)
        unfinished.rename(kept)


def digest() -> str:
    made_by = hashlib.sha256(LOCK.read_bytes())
    for migration in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("*/*/migrations/*.py")):
        made_by.update(f"{migration.relative_to(ROOT)}\n".encode())
        made_by.update(migration.read_bytes())
    return made_by.hexdigest()[:16]


def _copy(source: Path, target: Path) -> None:
    """With owners and rights, which PostgreSQL looks at."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Of the runs that begin or keep at the same moment."""
    KEPT.parent.mkdir(exist_ok=True)
    with open_lock(KEPT.with_suffix(".lock")) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
