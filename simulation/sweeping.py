"""Seed after seed: each city lives in a process and on a database of its own, a copy of this one that is dropped again.

A city that broke a promise, or fell over, stops none of those after it.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings
from django.core.cache import cache
from django.db import connection

URLS = ("DATABASE_URL", "DATABASE_OWNER_URL")
PATIENT = {"IDLE_IN_TRANSACTION_S": "0"}
"""At the lowest priority a process may stand still in a transaction for longer than a portal may."""
BEGINS = ("BROKEN", "FELL OVER")
LAST_LINES = 20


class Swept(NamedTuple):
    """How it went with a seed: what the city told at its end, or what it broke and when."""

    seed: int
    is_sound: bool
    lines: Sequence[str]


def sweep(seeds: Sequence[int], words: Sequence[str]) -> Iterator[Swept]:
    """`words` are those of the command that lets one city live, but for its seed."""
    for seed in seeds:
        # A city of before left figures there.
        cache.clear()
        with _copy() as environment:
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words, "--seed", str(seed)]
            done = subprocess.run(  # noqa: S603, a command of this program with numbers
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
            )
        yield Swept(seed, done.returncode == 0, _told(done.stdout.splitlines(), is_sound=done.returncode == 0))


def _told(lines: list[str], *, is_sound: bool) -> Sequence[str]:
    if is_sound:
        return lines[-2:]
    first = next((place for place, line in enumerate(lines) if line.startswith(BEGINS)), len(lines))
    return lines[first : first + LAST_LINES] or lines[-LAST_LINES:]


@contextmanager
def _copy() -> Iterator[dict[str, str]]:
    """What a process sees that works on a copy of this database, and in a folder of its own."""
    own = connection.settings_dict["NAME"]
    # A database that somebody is connected to is copied for nobody.
    connection.close()
    name = f"{own}_of_a_seed"
    with _owner() as cursor, TemporaryDirectory() as folder:
        _drop(cursor, name)
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {own}")
        try:
            urls = {url: _of(os.environ[url], name) for url in URLS if os.environ.get(url)}
            yield {**os.environ, **PATIENT, **urls, "PORTAL_DATA": folder}
        finally:
            _drop(cursor, name)


def _drop(cursor: Any, name: str) -> None:
    cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _of(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=str(Path(parts.path).with_name(name))))


@contextmanager
def _owner() -> Iterator[Any]:
    """A cursor of the role that may make databases."""
    owner = settings.DATABASE_OWNER or connection.settings_dict
    place = {name.lower(): owner[name] for name in ("HOST", "PORT", "USER", "PASSWORD") if owner.get(name)}
    with closing(psycopg2.connect(dbname="postgres", **place)) as maintenance:
        maintenance.autocommit = True
        with maintenance.cursor() as cursor:
            yield cursor
