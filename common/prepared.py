"""Statements that PostgreSQL plans once for a connection: for what is asked with every request.

To read and plan such a statement anew takes the server longer than to run it. The process must keep its connections to
the server itself, or through a pooler that keeps what a session has prepared.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connection, models

_prepared: WeakKeyDictionary[object, set[str]] = WeakKeyDictionary()
"""The names of the statements that each of the driver's connections knows."""

Value = str | int | bytes | datetime | date | None
Row = TypeVar("Row", bound=models.Model)


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


class Whole(Generic[Row]):
    """Every column of a model, as a part of what a statement returns: `columns` for its SELECT, `read` for its row."""

    def __init__(self, model: type[Row], alias: str) -> None:
        fields = model._meta.concrete_fields
        self._model, self._names = model, [field.attname for field in fields]
        # What the ORM does between the driver and the model, for the few kinds of fields that need it.
        self._converters = [
            (place, field, field.from_db_value) for place, field in enumerate(fields) if hasattr(field, "from_db_value")
        ]
        self.columns = ", ".join(f"{alias}.{connection.ops.quote_name(field.column)}" for field in fields)

    def read(self, cells: Iterator[Any]) -> Row:
        """Takes its own cells from those of a row, and no more."""
        values = list(islice(cells, len(self._names)))
        for place, field, convert in self._converters:
            values[place] = convert(values[place], field, connection)
        return self._model.from_db(connection.alias, self._names, values)

    def read_if_any(self, cells: Iterator[Any]) -> Row | None:
        """As `read`, for what was joined and may not be there."""
        found = self.read(cells)
        return None if found.pk is None else found
