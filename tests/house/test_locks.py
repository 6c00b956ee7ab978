"""Advisory locks are named in one place, each kind in a space of its own, and held until the transaction ends."""

import subprocess
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection, transaction

from common.locks import KEY_BITS, Space, until_commit

ROOT = Path(__file__).parents[2]
REGISTRY = Path("common", "locks.py")
MOST_KEY = (1 << KEY_BITS) - 1
ORDER = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("\n## Locks\n")[2].partition("\n## ")[0]


def advisory_outside(root: Path, files: list[Path]) -> list[str]:
    """Where an advisory lock is spoken of in SQL, of any name that PostgreSQL has for one."""
    return [
        f"{path}:{number}"
        for path in files
        if path != REGISTRY and path.parts[0] != "tests"
        for number, line in enumerate((root / path).read_text(encoding="utf-8", errors="ignore").splitlines(), 1)
        if "advisory" in line.lower() and ("pg_" in line.lower() or "_lock" in line.lower())
    ]


def test_no_advisory_lock_is_taken_past_the_registry():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    code = [Path(name) for name in listed if Path(name).suffix in {".py", ".sql", ".sh", ".html", ".yaml", ""} and name]

    assert Path("activities", "intake.py") in code
    assert advisory_outside(ROOT, [path for path in code if (ROOT / path).is_file()]) == []


@pytest.mark.parametrize(
    "call", ["pg_advisory_xact_lock(7)", "PG_TRY_ADVISORY_LOCK(1, 2)", "pg_advisory_lock_shared(3)"]
)
def test_a_planted_advisory_lock_is_reported(tmp_path, call):
    planted = Path("merchants", "stock.py")
    (tmp_path / planted.parent).mkdir()
    (tmp_path / planted).write_text(f'"""Stock."""\n\nSQL = "SELECT {call}"\n', encoding="utf-8")

    assert advisory_outside(tmp_path, [planted]) == ["merchants/stock.py:3"]


@pytest.mark.django_db
def test_keys_of_two_spaces_never_meet():
    """As PostgreSQL itself reckons them, at both ends of each space."""
    with connection.cursor() as cursor:
        ends = []
        for space in Space:
            for key in (0, MOST_KEY):
                call = until_commit(space, f"{key}::bigint")
                cursor.execute(f"SELECT {call.removeprefix('pg_advisory_xact_lock')}")
                ends += cursor.fetchone()

    assert ends == sorted(ends)
    assert all(earlier < later for earlier, later in pairwise(ends))
    assert [space.value for space in Space] == list(range(len(Space)))


@pytest.mark.django_db(transaction=True)
def test_a_lock_keeps_out_its_own_key_alone_and_falls_with_its_transaction():
    def is_free(space: Space, key: int) -> bool:
        with closing(connection.copy()) as other, other.cursor() as cursor:
            attempt = until_commit(space, f"{key}::bigint").replace("pg_advisory", "pg_try_advisory")
            cursor.execute(f"SELECT {attempt}")
            return bool(cursor.fetchone()[0])

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {until_commit(Space.SUBMISSIONS, '1::bigint')}")
        assert not is_free(Space.SUBMISSIONS, 1)
        assert is_free(Space.SUBMISSIONS, 2)
        assert is_free(Space.TABLE_RIGHTS, 1)

    assert is_free(Space.SUBMISSIONS, 1)


@pytest.mark.parametrize("space", Space)
def test_every_space_has_its_place_in_the_written_order(space):
    assert f"`{space.name}`" in ORDER
