"""Pages of a list, reached by key and never by offset: the last is as quick as the first, and what comes moves none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from common.public_ids import is_public_id
from common.rfc3339 import day_of

Row = TypeVar("Row", bound=Model)
LATEST_FIRST = ("-pk",)
LONGEST_NUMBER = 18
"""Digits that a bigint holds, whichever they are."""


class Key(NamedTuple):
    """By what an address names the last row of the page before; `read` raises `ValueError` for what names none."""

    field: str
    read: Callable[[str], Any]


def _public_id(text: str) -> str:
    # The database does not take every text.
    if not is_public_id(text):
        raise ValueError(text)
    return text


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_NUMBER:
        raise ValueError(text)
    return int(text)


PUBLIC_ID = Key("public_id", _public_id)
NUMBER = Key("pk", _number)
LINE = Key("line", _number)
DAY = Key("day", day_of)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    rows: list[Row]
    following: str
    """The key of the last row where more follow, which asks for the next page; empty on the last."""
    is_first: bool


def page(
    rows: QuerySet[Row],
    *,
    size: int,
    after: str | None,
    by: Sequence[str] = LATEST_FIRST,
    among: QuerySet[Row] | None = None,
    key: Key = PUBLIC_ID,
) -> Page[Row]:
    """The rows that follow the one that `after` names, in the order of `by`; the first ones where it is empty.

    That row is looked for `among` these, where it may have left `rows` meanwhile. Raises `Http404`.
    """
    ordered = rows.order_by(*by)
    if after:
        ordered = ordered.filter(beyond(_named(rows if among is None else among, key, after), by))
    found, last = cut(ordered, size)
    return Page(found, "" if last is None else str(getattr(last, key.field)), is_first=not after)


def cut(rows: QuerySet[Row], size: int) -> tuple[list[Row], Row | None]:
    """A page of rows, and its last one where more follow."""
    found = list(rows[: size + 1])
    return found[:size], found[size - 1] if len(found) > size else None


def number_in(text: str) -> int:
    """The key that a number in an address is. Raises `Http404`."""
    return int(_read(NUMBER, text))


def _named(rows: QuerySet[Row], key: Key, text: str) -> Row:
    return get_object_or_404(rows, **{key.field: _read(key, text)})


def _read(key: Key, text: str) -> Any:
    try:
        return key.read(text)
    except ValueError as error:
        raise Http404 from error


def beyond(last: Model, by: Sequence[str]) -> Q:
    """What comes after a row in the order of `by`."""
    first, *others = by
    condition = _after(first, last)
    if not others:
        return condition
    same = Q(**{_field(first): _value(last, first)})
    # Besides, the bound by the first key alone, at which an index begins.
    return _after(first, last, or_same=True) & (condition | same & beyond(last, others))


def _after(key: str, last: Model, *, or_same: bool = False) -> Q:
    side = ("lt" if key.startswith("-") else "gt") + ("e" if or_same else "")
    return Q(**{f"{_field(key)}__{side}": _value(last, key)})


def _field(key: str) -> str:
    return key.removeprefix("-")


def _value(row: Model, key: str) -> Any:
    return getattr(row, _field(key))
