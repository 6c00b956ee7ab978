"""Statements that PostgreSQL plans once for a connection: recording, scoring, posting and redeeming ask them.

To read and plan such a statement anew takes the server longer than to run it. Behind a pooler that gives a connection
of the server's to another client after each transaction, nothing prepared would be found again: with
`TRANSACTION_POOLER` the same statements go as they are, with their values.
"""

import re
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection

_prepared: WeakKeyDictionary[object, set[str]] = WeakKeyDictionary()
"""The names of the statements that each of the driver's connections knows."""
_VALUE = re.compile(r"\$(\d+)")

Value = str | int | bytes | datetime | date | None


class Prepared:
    """One statement, whose values stand as `$1::bigint`, `$2::text`, …; `name` is its own in the whole project."""

    def __init__(self, name: str, sql: str) -> None:
        self._name = name
        self._prepare = f"PREPARE {name} AS {sql.replace('%', '%%')}"
        places = ", ".join("%s" for _value in set(_VALUE.findall(sql)))
        self._execute = f"EXECUTE {name} ({places})" if places else f"EXECUTE {name}"
        self._plain = _VALUE.sub(r"%(v\1)s", sql.replace("%", "%%"))

    def rows(self, *values: Value) -> list[tuple[Any, ...]]:
        """All rows that the statement returns for these values."""
        with connection.cursor() as cursor:
            if settings.TRANSACTION_POOLER:
                cursor.execute(self._plain, {f"v{place}": value for place, value in enumerate(values, 1)})
                return cursor.fetchall()
            # A rollback takes back no preparing, so what was prepared once stays.
            known = _prepared.setdefault(connection.connection, set())
            if self._name not in known:
                # With values, though it has none: whoever writes in somebody's name gives it some (pghistory), and then
                # a sign of percent would be read as a place for one.
                cursor.execute(self._prepare, ())
                known.add(self._name)
            cursor.execute(self._execute, values)
            return cursor.fetchall()

    def row(self, *values: Value) -> tuple[Any, ...] | None:
        """The first row, `None` where there is none."""
        found = self.rows(*values)
        return found[0] if found else None
