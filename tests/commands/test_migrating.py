"""The tables that the portal's `migrate` makes are those that Django's makes, which draws all models anew each time."""

import os
import subprocess
import sys

import pytest

from chengdu_carbon.servers import PostgresServer, postgres_program

from .conftest import ROOT, bare_environment
from .test_backup import ask

OURS = "portal.management.commands.migrate"
DJANGOS = "django.core.management.commands.migrate"
MIGRATE = """
import sys
from importlib import import_module
import django
django.setup()
from django.core.management import call_command
call_command(import_module(sys.argv[1]).Command(), verbosity=0, interactive=False)
"""


@pytest.mark.slow
def test_a_state_that_grows_makes_the_same_tables_as_one_that_is_drawn_anew(server: PostgresServer) -> None:
    for name, command in (("theirs", DJANGOS), ("ours", OURS)):
        ask(server, f"CREATE DATABASE {name}")
        migrate(server, name, command)
    theirs = tables(server, "theirs")

    assert len(theirs) > 10_000
    assert tables(server, "ours") == theirs


def migrate(server: PostgresServer, name: str, command: str) -> None:
    environment = bare_environment() | {
        "DATABASE_URL": server.owner_url.rpartition("/")[0] + f"/{name}",
        "REDIS_URL": os.environ["REDIS_URL"],
        "SECRET_KEY": "only-for-tests",
        "DJANGO_SETTINGS_MODULE": "chengdu_carbon.settings",
    }
    words = [sys.executable, "-c", MIGRATE, command]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def tables(server: PostgresServer, name: str) -> list[str]:
    """All that makes them, line by line, without the key by which a dump is read back: it differs each time."""
    words = [str(postgres_program("pg_dump")), "--host", str(server.sockets), "--username", "portal", "--schema-only"]
    told = subprocess.run([*words, name], capture_output=True, text=True, check=True).stdout
    return [line for line in told.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]
