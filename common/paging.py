"""Pages of a list, reached by key and never by offset: the last is as quick as the first, and what comes moves none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from common.public_ids import row_named

Row = TypeVar("Row", bound=Model)
LATEST_FIRST = ("-pk",)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    rows: list[Row]
    following: str
    """The public id of the last row where more follow, which asks for the next page; empty on the last."""
    is_first: bool


def page(
    rows: QuerySet[Row],
    *,
    size: int,
    after: str | None,
    by: Sequence[str] = LATEST_FIRST,
    among: QuerySet[Row] | None = None,
) -> Page[Row]:
    """The rows that follow the one of the public id `after`, in the order of `by`; the first ones where it names none.

    That row is looked for `among` these, where it may have left `rows` meanwhile. Raises `Http404`.
    """
    ordered = rows.order_by(*by)
    if after:
        ordered = ordered.filter(beyond(row_named(rows if among is None else among, after), by))
    found = list(ordered[: size + 1])
    following = found[size - 1].public_id if len(found) > size else ""  # type: ignore[attr-defined]
    return Page(found[:size], following, is_first=not after)


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
