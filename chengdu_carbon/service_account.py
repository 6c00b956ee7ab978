"""The system user that runs the embedded servers, and what it takes to run a command as that user."""

import os
import pwd
import shutil
import stat
from pathlib import Path
from typing import Any, NamedTuple

from chengdu_carbon.service_error import ServiceError


class Account(NamedTuple):
    """The system user that runs the servers: oneself, or for root somebody with fewer rights."""

    name: str
    uid: int
    gid: int

    def launch(self, command: list[str], folder: Path) -> dict[str, Any]:
        """What subprocess needs to run the command as this user, who must reach the program and the folder."""
        how: dict[str, Any] = {"args": command, "cwd": "/", "env": plain_environment()}
        if self.uid == os.getuid():
            return how
        if self._reaches(Path(command[0]), folder):
            return how | {"user": self.uid, "group": self.gid, "extra_groups": []}
        # The clone lies in a folder that is closed to this user, as /root is: root lends the right to pass.
        # Without no_setuid_fixup, access(2), by which PostgreSQL looks at its own programs, would ignore that right.
        if not shutil.which("setpriv"):
            raise ServiceError(f"the user {self.name} cannot reach {folder}, and setpriv (util-linux) is not installed")
        pass_closed = ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        become = ["setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", *pass_closed, "--"]
        return how | {"args": [*become, *command]}

    def _reaches(self, program: Path, folder: Path) -> bool:
        parents = [*program.resolve().parents, *folder.resolve().parents]
        return not any(map(self._closed, parents)) and program.stat().st_mode & 0o005 == 0o005

    def _closed(self, folder: Path) -> bool:
        status = folder.stat()
        return status.st_uid != self.uid and not status.st_mode & stat.S_IXOTH


def service_account(existing: Path) -> Account:
    """Oneself; for root, who may not run PostgreSQL, the owner of the existing folder, else postgres, else nobody."""
    if os.getuid():
        return Account(user_name(os.getuid()), os.getuid(), os.getgid())
    if existing.exists() and existing.stat().st_uid:
        return account_of(pwd.getpwuid(existing.stat().st_uid))
    try:
        return account_of(pwd.getpwnam("postgres"))
    except KeyError:
        return account_of(pwd.getpwnam("nobody"))


def account_of(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise ServiceError(f"the user id {uid} has no name on this machine, and PostgreSQL needs one") from None


def plain_environment() -> dict[str, str]:
    """What the servers see: nothing of the caller's, above all no PG* variable."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
