"""What the desk's one time line is made of: tables that keep what staff did are sources, what they tell is lines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext

LONGEST_IN_A_LIST = 60
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was changed, by its label; empty where there was, or is, nothing."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        """In one line of a list."""
        said = _shortened(self.after)
        if self.before != NOTHING:
            said = f"{_shortened(self.before)} → {said}"
        return gettext("%(label)s: %(said)s") % {"label": self.label, "said": said}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that somebody did: when, who, to what, and what became of what."""

    at: datetime
    by: Any
    """Whose deed it is; nobody's where the system wrote it."""
    who: str
    what: str
    thing: Model | None
    """The row it was done to, where it is still there."""
    row: int | None
    deed: str
    changes: Sequence[Change]
    told_at: str
    """Where the whole of it is told."""


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one table that each become a line."""

    code: str
    """As addresses name it."""
    title: str
    rows: QuerySet[Any]
    at: str
    """The field with the moment."""
    row: str
    """The field with the key of the row that it is about."""
    of: Callable[[type[Model], int], Q]
    """Which of the rows are about a row of a table."""
    by: Callable[[int | None], Q]
    """Which of the rows are a person's deeds, or the system's."""
    lines: Callable[[Iterable[int]], Mapping[int, Line]]
    is_usual: bool = True
    """Whether the time line shows it where nothing is asked for."""


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_IN_A_LIST else f"{words[:LONGEST_IN_A_LIST]}…"
