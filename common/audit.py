"""How an app proves its books: rules, each a query for the rows that break it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be: `code` names the broken rule, `detail` the rows."""

    code: str
    detail: str

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


@dataclass(frozen=True, slots=True)
class AuditRule:
    """`query` returns the rows that break the rule; `words` are filled from its columns."""

    code: str
    words: str
    query: str
    parameters: Sequence[Any] = ()

    def findings(self) -> Iterator[Finding]:
        with connection.cursor() as cursor:
            cursor.execute(self.query, self.parameters)
            for row in cursor.fetchall():
                yield Finding(self.code, self.words.format(*row))
