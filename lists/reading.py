"""Which edition of a list holds, without asking the database each time."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Any

from lists.models import Edition

Document = Mapping[str, Any]
TRUSTED_S = 1.0
"""How long a process trusts its book before it asks again whether an edition was confirmed."""


class Book:
    """Every confirmed edition, read in one query."""

    def __init__(self) -> None:
        self._by_list: dict[str, dict[str, list[Edition]]] = defaultdict(lambda: defaultdict(list))
        for edition in Edition.objects.confirmed().order_by("effective_from", "number"):
            self._by_list[edition.list_code][edition.subject].append(edition)

    def editions(self, code: str, subject: str = "") -> list[Edition]:
        """Those of one list, in the order in which they came to hold."""
        return list(self._by_list[code][subject])

    def last(self, code: str) -> dict[str, Document]:
        """What holds of a list without days of its own, by subject."""
        return {subject: editions[-1].document for subject, editions in self._by_list[code].items() if editions}

    def dated(self, code: str) -> list[tuple[date, Document]]:
        """What a list with days of its own says, and from when on each holds; of one day the last."""
        found = {edition.effective_from: edition.document for edition in self._by_list[code][""]}
        return [(day, document) for day, document in found.items() if day is not None]


@dataclass(slots=True)
class _Kept:
    book: Book
    stamp: int
    asked_at: float


_kept: _Kept | None = None


def current() -> Book:
    """The book that the process keeps; it learns of a change within a second."""
    global _kept
    asked_at = monotonic()
    if _kept is not None and asked_at - _kept.asked_at < TRUSTED_S:
        return _kept.book
    # Older than the book: what is confirmed in between is read again the next time.
    stamp = _stamp()
    book = _kept.book if _kept is not None and _kept.stamp == stamp else Book()
    _kept = _Kept(book, stamp, asked_at)
    return book


def forget() -> None:
    """To be called where an edition is confirmed, so that the process that did it sees it at once."""
    global _kept
    _kept = None


def _stamp() -> int:
    """How many are confirmed: none is ever changed or removed."""
    return Edition.objects.confirmed().count()
