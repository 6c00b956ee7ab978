"""Pages of rows that are in memory, by their codes: as `common.paging` of a table."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar


class Coded(Protocol):
    @property
    def code(self) -> str: ...


Row = TypeVar("Row", bound=Coded)


class Page(NamedTuple, Generic[Row]):
    """`following` asks for the next page; empty on the last."""

    rows: Sequence[Row]
    following: str
    is_first: bool


def page(found: Sequence[Row], after: str, *, size: int) -> Page[Row]:
    """Those behind the one of this code; the first ones where it is empty or not among them."""
    codes = [one.code for one in found]
    begin = codes.index(after) + 1 if after in codes else 0
    rows = found[begin : begin + size]
    has_more = begin + size < len(found)
    return Page(rows, rows[-1].code if has_more else "", is_first=not begin)
