"""The folders and locks that the commands and the embedded servers share, each with the rights it needs."""

import hashlib
import os
import re
import stat
from pathlib import Path
from typing import IO

from chengdu_carbon.service_account import Account
from chengdu_carbon.service_error import ServiceError

# A socket's address holds 107 bytes and PostgreSQL adds "/.s.PGSQL.5432.lock" to the folder.
SOCKET_FOLDER_BYTES = 85
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


def socket_folder(run_dir: Path, account: Account) -> Path:
    """The run folder, or a private one under /tmp when its path is too long or too odd for an address."""
    if len(os.fsencode(run_dir)) <= SOCKET_FOLDER_BYTES and PLAIN_PATH.fullmatch(str(run_dir)):
        return run_dir
    digest = hashlib.sha256(os.fsencode(run_dir)).hexdigest()[:16]
    # Not the TMPDIR of the moment: every command must find the same folder.
    return own_folder(Path("/tmp") / f"chengdu-carbon-{digest}", account)  # noqa: S108


def own_folder(folder: Path, account: Account) -> Path:
    """A folder that only the servers' user (and root) can enter; refuses one that somebody else has put there."""
    make_folder(folder, mode=0o700)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {account.uid, os.getuid()}:
        raise ServiceError(f"{folder} belongs to somebody else ({status.st_uid}); use a data folder of your own")
    if status.st_uid != account.uid:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)
    return folder


def make_folder(folder: Path, *, mode: int) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode)
    except FileExistsError:
        pass
    except OSError as error:
        raise ServiceError(f"cannot make the folder {folder}: {error.strerror}") from error


def open_lock(path: Path) -> IO[str]:
    try:
        return path.open("a")
    except OSError as error:
        raise ServiceError(f"cannot write {path}: {error.strerror}") from error
