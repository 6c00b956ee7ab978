"""bin/manage says whose data it works on, and asks where that is not clear."""

import re
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from chengdu_carbon import managing
from chengdu_carbon.embedded import GivenServices
from chengdu_carbon.servers import PostgresServer

from .conftest import ROOT, Serve, bare_environment
from .portals import demonstration
from .test_serving import one_line, run

__all__ = ["demonstration"]
EMPTY = "CommandError: this database is empty: bin/serve sets it up, and so does bin/manage migrate"


@pytest.mark.parametrize(
    ("words", "folder", "rest"),
    [
        (["check"], None, ["check"]),
        (["--data", "/x", "check"], "/x", ["check"]),
        (["--data=/x", "check", "--deploy"], "/x", ["check", "--deploy"]),
        (["check", "--data", "/x", "--deploy"], "/x", ["check", "--deploy"]),
        (["check", "--database", "default"], None, ["check", "--database", "default"]),
    ],
)
def test_folder_may_be_named_anywhere(words, folder, rest):
    assert managing.taken_out(words) == (folder and Path(folder), rest)


def test_folder_that_is_not_named_after_all_is_asked_for():
    refused = run("manage", "check", "--data")

    assert (refused.returncode, one_line(refused)) == (2, "bin/manage: --data needs a folder")


def test_given_database_is_described_without_its_password():
    given = GivenServices(
        {"DATABASE_URL": "postgres://portal:s3cret@db.example:5432/carbon", "REDIS_URL": "redis://r/0"}
    )

    said = managing.described(Path("/x"), given, is_new=False)

    assert said == "the database of DATABASE_URL, db.example:5432/carbon; uploads in /x"


def test_manage_says_that_its_data_is_new_and_the_audit_that_it_is_empty(data_dir: Path) -> None:
    first = run("manage", "--data", str(data_dir / "new"), "audit_ledger")
    second = run("manage", "fund_budget", "citizens", "8", "--reference", "1", data_dir=data_dir / "new")

    assert (first.returncode, first.stdout) == (2, "")
    assert first.stderr.splitlines() == [
        f"bin/manage: data in {data_dir}/new, which is new: its database is empty",
        EMPTY,
    ]
    assert (second.returncode, second.stderr.splitlines()) == (2, [f"bin/manage: data in {data_dir}/new", EMPTY])


@pytest.mark.slow
def test_a_city_lives_on_a_new_folder(data_dir: Path) -> None:
    words = ("simulate", "--citizens", "6", "--days", "2", "--until", "2026-11-20")

    lived = run("manage", *words, data_dir=data_dir)

    assert lived.returncode == 0, lived.stderr
    assert re.search(r"^digest [0-9a-f]{16}$", lived.stdout, re.MULTILINE)
    again = run("manage", *words, data_dir=data_dir)
    assert (again.returncode, "people live here already" in again.stderr) == (1, True)


@pytest.mark.parametrize(
    "words", [["createsuperuser", "--noinput", "--username", "a"], ["clearsessions"], ["axes_reset"]]
)
def test_command_of_others_says_too_that_the_database_is_empty(server: PostgresServer, words) -> None:
    done = managed(*words, database_url=server.url)

    assert (done.returncode, done.stderr.splitlines()[1:]) == (2, [EMPTY])


def test_migration_that_fails_says_what_was_in_its_way(server: PostgresServer) -> None:
    connection = psycopg2.connect(host=str(server.sockets), user="portal", dbname="chengdu_carbon")
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE django_content_type ()")
    connection.close()

    done = managed("migrate", database_url=server.owner_url)

    assert done.returncode == 1
    assert 'ProgrammingError: relation "django_content_type" already exists' in done.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
def test_audit_beside_a_portal_on_other_data_asks_which_is_meant(serve: Serve) -> None:
    usual = ROOT / ".data"
    was_there = (usual / "postgres").exists()
    serve.start().started()

    asked = run("manage", "audit_ledger")
    told = run("manage", "audit_ledger", "--data", str(serve.data_dir))

    beginning = f"bin/manage: bin/serve runs here on other data than {usual}: say "
    assert one_line(asked).startswith(beginning)
    named, question = one_line(asked).removeprefix(beginning).split(", ")
    assert (asked.returncode, question) == (2, f"or --data {usual} if you mean that")
    # Tests beside this one may have portals of their own here.
    assert f"--data {serve.data_dir}" in named.split(" or ")
    assert (usual / "postgres").exists() == was_there
    assert (told.returncode, told.stdout) == (0, "the ledger is sound\n")
    assert told.stderr.splitlines()[0] == f"bin/manage: data in {serve.data_dir}"


AWAY = "postgres://nobody@127.0.0.1:9/nowhere"


@pytest.mark.parametrize("words", [["audit_ledger"], ["migrate"], ["clearsessions"]])
def test_database_that_does_not_answer_is_a_sentence(words) -> None:
    done = managed(*words, database_url=AWAY)

    assert done.returncode == 2
    assert done.stderr.splitlines()[1].startswith("CommandError: the database does not answer: ")
    assert "Traceback" not in done.stderr


def managed(*words: str, database_url: str) -> subprocess.CompletedProcess[str]:
    """bin/manage on a given database."""
    given = {"DATABASE_URL": database_url, "REDIS_URL": "unix:///nowhere?db=0"}
    command = [sys.executable, str(ROOT / "bin" / "manage"), *words]
    return subprocess.run(
        command, env=bare_environment() | given, capture_output=True, text=True, timeout=120, check=False
    )
