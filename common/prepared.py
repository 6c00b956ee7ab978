"""Statements that PostgreSQL plans once for a connection: for what is asked with every request.

To read and plan such a statement anew takes the server longer than to run it. The process must keep its connections to
the server itself, or through a pooler that keeps what a session has prepared.
"""

import re
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

_prepared: WeakKeyDictionary[object, set[str]] = WeakKeyDictionary()
"""The names of the statements that each of the driver's connections knows."""

Value = str | int | bytes | datetime | date | None


class Prepared:
    """One statement, whose values stand as `$1::bigint`, `$2::text`, …; `name` is its own in the whole project."""

    def __init__(self, name: str, sql: str) -> None:
        self._name = name
        self._prepare = f"PREPARE {name} AS {sql}"
        places = ", ".join("%s" for _value in set(re.findall(r"\$\d+", sql)))
        self._execute = f"EXECUTE {name} ({places})" if places else f"EXECUTE {name}"

    def rows(self, *values: Value) -> list[tuple[Any, ...]]:
        """All rows that the statement returns for these values."""
        with connection.cursor() as cursor:
            # A rollback takes back no preparing, so what was prepared once stays.
            known = _prepared.setdefault(connection.connection, set())
            if self._name not in known:
                cursor.execute(self._prepare)
                known.add(self._name)
            cursor.execute(self._execute, values)
            return cursor.fetchall()

    def row(self, *values: Value) -> tuple[Any, ...] | None:
        """The first row, `None` where there is none."""
        found = self.rows(*values)
        return found[0] if found else None
