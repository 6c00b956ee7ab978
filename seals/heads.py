"""The head of a sealed day: the small document, signed, that says what was in the day and which came before."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from seals.merkle import leaf_hash


@dataclass(frozen=True, slots=True)
class Head:
    """`rows` counts the leaves by source, in the tree's order; `before` is the hash of the head before, or none."""

    day: date
    rows: Mapping[str, int]
    root: str
    before: str | None

    def text(self) -> str:
        """The document, always in the same bytes."""
        told = {"before": self.before, "day": self.day.isoformat(), "root": self.root, "rows": dict(self.rows)}
        return json.dumps(told, sort_keys=True, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> "Head":
        """Raises `ValueError` for what is no head."""
        try:
            told = json.loads(text)
            return cls(date.fromisoformat(told["day"]), told["rows"], told["root"], told["before"])
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(text) from error


def head_hash(text: str) -> str:
    """A head is a leaf of the log of days, so that consistency over days can be proven as RFC 6962 does."""
    return leaf_hash(text.encode()).hex()
