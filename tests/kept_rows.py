"""Rows with which many tests begin: the portal makes them once for each test process, and then they are copied in."""

from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from tests.emptying import tables_of_tests

kept: dict[str, list[tuple[str, str]]] = {}
"""By name, the tables in the order of their keys, each with its rows in PostgreSQL's own form."""
kept_files: dict[str, dict[Path, bytes]] = {}
"""By name, what lay in the folder then."""


def begin_with(name: str, make: Callable[[], object], models: Sequence[type[Model]]) -> None:
    """Fills the empty tables of the models: has `make` do it the first time, then with what it made."""
    with connection.cursor() as cursor:
        if name in kept:
            for table, rows in kept[name]:
                cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(rows))
        else:
            make()
            kept[name] = [(table, rows_of(cursor, table)) for table in (model._meta.db_table for model in models)]


def begin_with_all(name: str, make: Callable[[], object], folder: Path) -> None:
    """Fills an empty database and an empty folder: has `make` do it the first time, then with all that it made."""
    if name in kept:
        copy_all(kept[name])
        for path, content in kept_files[name].items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    else:
        make()
        with connection.cursor() as cursor:
            found = [(table, rows_of(cursor, table)) for table in tables_of_tests()]
        kept[name] = [(table, rows) for table, rows in found if rows]
        files = [path for path in folder.rglob("*") if path.is_file()]
        kept_files[name] = {path.relative_to(folder): path.read_bytes() for path in files}


def copy_all(rows_by_table: list[tuple[str, str]]) -> None:
    """Without a trigger: what they would write is among the rows, and keys are looked up in no order."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, rows in rows_by_table:
            cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(rows))
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def rows_of(cursor: CursorWrapper, table: str) -> str:
    rows = StringIO()
    cursor.copy_expert(f"COPY {table} TO STDOUT", rows)
    return rows.getvalue()
