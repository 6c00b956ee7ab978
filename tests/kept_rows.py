"""Rows with which many tests begin: the portal makes them once for each test process, and then they are copied in."""

from collections.abc import Callable, Sequence
from io import StringIO

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

kept: dict[str, list[tuple[str, str]]] = {}
"""By name, the tables in the order of their keys, each with its rows in PostgreSQL's own form."""


def begin_with(name: str, make: Callable[[], object], models: Sequence[type[Model]]) -> None:
    """Fills the empty tables of the models: has `make` do it the first time, then with what it made."""
    with connection.cursor() as cursor:
        if name in kept:
            for table, rows in kept[name]:
                cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(rows))
        else:
            make()
            kept[name] = [(table, rows_of(cursor, table)) for table in (model._meta.db_table for model in models)]


def rows_of(cursor: CursorWrapper, table: str) -> str:
    rows = StringIO()
    cursor.copy_expert(f"COPY {table} TO STDOUT", rows)
    return rows.getvalue()
