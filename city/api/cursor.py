"""Pages of a table by key: what a page ends with is where the next one begins, whatever was added before it.

What asks for the next page is signed, so that nobody makes one up for which a whole table is read in vain.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.core.signing import BadSignature, Signer
from django.http import Http404

from common.open_data.fields import Row, Table, Value
from common.open_data.sending import as_objects

PAGE_SIZE = 100


class Page(NamedTuple):
    rows: Sequence[dict[str, Any]]
    following: str | None
    """What asks for the next page; `None` on the last."""


def page_of(table: Table, after: str | None) -> Page:
    """The rows that follow the one that `after` names. Raises `Http404` for what no page has said, or is gone."""
    rows = _following(table, _read(table, after)) if after else table.rows()
    found = list(islice(rows, PAGE_SIZE + 1))
    shown = found[:PAGE_SIZE]
    following = _signer(table).sign_object(_key(table, shown[-1])) if len(found) > PAGE_SIZE else None
    return Page(list(as_objects(table, shown)), following)


def _following(table: Table, key: list[Value]) -> Iterator[Row]:
    """Looked up where the table knows how; else what comes before is read, too."""
    if table.rows_after is not None:
        return table.rows_after(key)
    rows = table.rows()
    if not any(_key(table, row) == key for row in rows):
        raise Http404
    return rows


def _key(table: Table, row: Row) -> list[Value]:
    names = [field.name for field in table.fields]
    return [row[names.index(name)] for name in table.key]


def _read(table: Table, after: str) -> list[Value]:
    try:
        key: list[Value] = _signer(table).unsign_object(after)
    except BadSignature as error:
        raise Http404 from error
    return key


def _signer(table: Table) -> Signer:
    """Of this table alone."""
    return Signer(salt=f"city.api:{table.name}:{','.join(table.key)}")
