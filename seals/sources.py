"""Which rows a day's seal covers: each app brings them in its `sealed.py`, as a list called `SEALED`."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from common.brought import brought


@dataclass(frozen=True, slots=True)
class SealedRows:
    """`query` gives the rows of a day, written from `%(since)s` on and before `%(until)s`, in four columns:

    `row_id`, a number that the row keeps; `plain`, a JSON array of what can be told; `citizen_id` and `personal`, whose
    values these are and the values as a text, or nothing and nothing. What `plain` and `personal` hold never changes.
    """

    name: str
    words: str
    """What one row is called in the audit's sentences."""
    table: str
    column: str
    """Where the first row, and so the first day, is found."""
    query: str
    holds: str = ""
    """SQL: whether a row of `table` still holds what is kept as a digest alone once it is erased."""
    is_past: bool = False
    """A query never changes, since sealed days are proven with it. One that takes its place has another name."""


@cache
def every_source() -> Sequence[SealedRows]:
    """All sources, by their names, out of the apps that the root lists."""
    sources = [source for module in brought("sealed") for source in module.SEALED]
    sources.sort(key=lambda source: source.name)
    assert len({source.name for source in sources}) == len(sources), "two sources have one name"
    return sources
