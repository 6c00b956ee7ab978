"""What docs/operations.md says of backing up and restoring, done: also into the database of another role."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from chengdu_carbon.servers import PostgresServer, postgres_program
from chengdu_carbon.serving import secret_key

from .conftest import ROOT, bare_environment
from .portals import demonstration

__all__ = ["demonstration"]
DOCUMENT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
KEEPER = "keeper"


def documented(program: str) -> list[str]:
    """The words of the one command that the document gives for a program."""
    [line] = re.findall(rf"^{program} .*$", DOCUMENT, re.MULTILINE)
    return shlex.split(line)


def with_values(words: list[str], **values: str) -> list[str]:
    """The command with values in the places of its options, and the program by its whole name."""
    program, *rest = words
    for name, value in values.items():
        rest[rest.index(f"--{name}") + 1] = value
    return [str(postgres_program(program)), *rest]


def executed(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)


def ask(server: PostgresServer, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
    connection = psycopg2.connect(host=str(server.sockets), user="portal", dbname=database)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def manage(server: PostgresServer, data_dir: Path, *words: str, database: str = "chengdu_carbon"):
    url = server.url.rpartition("/")[0] + f"/{database}"
    environment = bare_environment() | {
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": server.owner_url.rpartition("/")[0] + f"/{database}",
        "REDIS_URL": os.environ["REDIS_URL"],
        "SECRET_KEY": secret_key(data_dir),
        "PORTAL_DATA": str(data_dir),
        "DEBUG": "1",
    }
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
def test_backup_is_restored_by_another_role_without_a_word_and_the_books_are_sound(
    data_dir: Path, server: PostgresServer
) -> None:
    dump = with_values(documented("pg_dump"), host=str(server.sockets), file=str(data_dir / "portal.dump"))
    assert executed(dump, data_dir).returncode == 0
    ask(server, f"CREATE ROLE {KEEPER} LOGIN")
    for name in ("restored", "refused"):
        ask(server, f"CREATE DATABASE {name} OWNER {KEEPER}")
    restore = with_values(documented("pg_restore"), host=str(server.sockets), username="portal", dbname="restored")
    # Only the owner may connect here; from its connection everything is done as the other role.
    restored = executed([*restore, "--role", KEEPER], data_dir)

    assert (restored.returncode, restored.stderr) == (0, "")
    owners = ask(
        server,
        "SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace = 'public'::regnamespace",
        "restored",
    )
    assert owners == [(KEEPER,)]
    for table in ("credits_transfer", "scenarios_ruleversion", "auth_group", "merchants_offer"):
        count = f"SELECT count(*) FROM {table}"
        assert ask(server, count, "restored") == ask(server, count, "chengdu_carbon") != [(0,)]
    manage(server, data_dir, "grant_runtime", database="restored")
    assert manage(server, data_dir, "audit_ledger", database="restored") == "the ledger is sound\n"

    careless = [word for word in restore if word not in ("--no-owner", "--exit-on-error")]
    careless[careless.index("restored")] = "refused"
    errors = executed([*careless, "--role", KEEPER], data_dir)
    assert errors.returncode == 1
    assert errors.stderr.count("must be able to SET ROLE") > 100
