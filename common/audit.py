"""How an app proves its books: in a module `audit` that gives `findings`, mostly by rules that each are a query."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import DataError, connection, transaction


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
        """What breaks the rule. A row that the query cannot read is a finding, too, and stops no other rule."""
        try:
            with transaction.atomic(), connection.chunked_cursor() as cursor:
                cursor.execute(self.query, self.parameters)
                for row in cursor:
                    yield Finding(self.code, self.words.format(*row))
        except (DataError, ValueError) as error:
            yield Finding(self.code, f"cannot be looked at: {str(error).splitlines()[0]}")


@dataclass(frozen=True, slots=True)
class Extent:
    """How far an audit goes where all would be too much, and who hears what it is at."""

    seed: str = ""
    """Chooses the citizens who are reckoned anew."""
    citizens: int = 200
    """How many they are."""
    judged_since: datetime | None = None
    """From when on their acts are; unless given, since stretches are counted as they are now."""
    since: date | None = None
    """The first sealed day that is hashed anew; every one, unless given."""
    tell: Callable[[str], None] = field(default=lambda _words: None)


WHOLE = Extent()


def broken(rules: Iterable[AuditRule]) -> Iterator[Finding]:
    """What breaks any of these."""
    for rule in rules:
        yield from rule.findings()


def since_migration(app: str, name: str) -> str:
    """SQL for when this installation took a migration: rules that came with it are held against nothing older."""
    return (
        f"(SELECT coalesce(min(applied), '-infinity') FROM django_migrations WHERE app = '{app}' AND name = '{name}')"  # noqa: S608
    )
