"""bin/manage: manage.py with the database and the broker up, and a word on whose data it works."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from chengdu_carbon.embedded import EmbeddedServices, GivenServices, given_urls, services
from chengdu_carbon.service_error import ServiceError
from chengdu_carbon.serving import MARK, default_data_dir, fail, portal_environment, run_in_front
from chengdu_carbon.supervisor import ROOT

OPTION = "--data"
UNCLEAR = 2
"""The exit status where nothing was done, since it is not clear on what."""


class UnclearDataError(ServiceError):
    """Whose data is meant was not said, and must be."""


def manage(words: list[str]) -> int:
    """Run manage.py with the services up; returns its exit status."""
    try:
        named, words = taken_out(words)
        data_dir = chosen(named)
        is_new = not (data_dir / "postgres" / "PG_VERSION").exists()
        with services(data_dir) as running:
            print(f"bin/manage: {described(data_dir, running, is_new=is_new)}", file=sys.stderr, flush=True)
            command = [sys.executable, str(ROOT / "manage.py"), *words]
            return run_in_front(command, portal_environment(data_dir, running.urls))
    except KeyboardInterrupt:
        return 130
    except UnclearDataError as error:
        fail("bin/manage", error)
        return UNCLEAR
    except ServiceError as error:
        return fail("bin/manage", error)


def taken_out(words: list[str]) -> tuple[Path | None, list[str]]:
    """The folder of `--data DIR` or `--data=DIR`, wherever it stands, and the other words."""
    for place, word in enumerate(words):
        if word.startswith(f"{OPTION}="):
            return Path(word.partition("=")[2]), [*words[:place], *words[place + 1 :]]
        if word == OPTION:
            if place + 1 == len(words):
                raise UnclearDataError(f"{OPTION} needs a folder")
            return Path(words[place + 1]), [*words[:place], *words[place + 2 :]]
    return None, words


def chosen(named: Path | None) -> Path:
    """The folder that was named; else the usual one, unless a bin/serve beside it runs on another."""
    if named is not None:
        return named.resolve()
    usual = default_data_dir().resolve()
    if os.environ.get("PORTAL_DATA") or given_urls(os.environ):
        return usual
    served = served_here()
    if served and usual not in served:
        others = " or ".join(f"{OPTION} {folder}" for folder in sorted(served))
        raise UnclearDataError(
            f"bin/serve runs here on other data than {usual}: say {others}, or {OPTION} {usual} if you mean that"
        )
    return usual


def served_here() -> set[Path]:
    """The data folders on which a bin/serve of this checkout runs now."""
    mark = f"{MARK}=".encode()
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (entry / "cwd").readlink() == ROOT:
                marks = [word for word in (entry / "environ").read_bytes().split(b"\0") if word.startswith(mark)]
                found |= {Path(os.fsdecode(word.removeprefix(mark))) for word in marks}
    return found


def described(data_dir: Path, running: EmbeddedServices | GivenServices, *, is_new: bool) -> str:
    """Whose data it is, in a line without a password."""
    if isinstance(running, GivenServices):
        parts = urlsplit(running.urls["DATABASE_URL"])
        return f"the database of DATABASE_URL, {parts.netloc.rpartition('@')[2]}{parts.path}; uploads in {data_dir}"
    return f"data in {data_dir}{', which is new: its database is empty' if is_new else ''}"
