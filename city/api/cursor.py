"""Pages of a table by key: what a page ends with is where the next one begins, whatever was added before it."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.http import Http404

from common.open_data.fields import Table
from common.open_data.sending import objects

PAGE_SIZE = 100
LONGEST = 400


class Page(NamedTuple):
    rows: Sequence[dict[str, Any]]
    following: str | None
    """What asks for the next page; `None` on the last."""


def page_of(table: Table, after: str | None) -> Page:
    """The rows that follow the one that `after` names. Raises `Http404` for what names none."""
    rows = objects(table)
    if after:
        _pass_over(rows, table, _read(after))
    found = list(islice(rows, PAGE_SIZE + 1))
    shown = found[:PAGE_SIZE]
    return Page(shown, _named(table, shown[-1]) if len(found) > PAGE_SIZE else None)


def _pass_over(rows: Iterator[dict[str, Any]], table: Table, key: object) -> None:
    if not any([row[name] for name in table.key] == key for row in rows):
        raise Http404


def _named(table: Table, row: dict[str, Any]) -> str:
    key = json.dumps([row[name] for name in table.key], ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _read(after: str) -> object:
    if len(after) > LONGEST:
        raise Http404
    try:
        return json.loads(urlsafe_b64decode(after.encode("ascii") + b"=" * (-len(after) % 4)))
    except (binascii.Error, UnicodeError, ValueError, RecursionError) as error:
        raise Http404 from error
