"""The head of a sealed day: the small document, signed, that says what was in the day and which came before.

How many rows of each table a day has is nobody's business where it is few. So a head has the digest of these counts,
under the day's salt, which stays in the portal; heads of before ADR 0104 have the counts themselves, and stay good.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from seals.merkle import leaf_hash


@dataclass(frozen=True, slots=True)
class Head:
    """`rows` is the digest of the leaves by source, once these counts; `before` the hash of the head before, if any."""

    day: date
    rows: str | Mapping[str, int]
    root: str
    before: str | None

    def text(self) -> str:
        """The document, always in the same bytes."""
        told = {"before": self.before, "day": self.day.isoformat(), "root": self.root, "rows": self.rows}
        return json.dumps(told, sort_keys=True, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> "Head":
        """Raises `ValueError` for what is no head."""
        try:
            told = json.loads(text)
            return cls(date.fromisoformat(told["day"]), told["rows"], told["root"], told["before"])
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(text) from error

    def counts_of(self, kept: Mapping[str, int] | None, salt: bytes) -> Mapping[str, int] | None:
        """How many leaves each source has, in the tree's order; `None` where what was kept is not what was signed."""
        if not isinstance(self.rows, str):
            return self.rows
        if kept is None or not hmac.compare_digest(digest_of(kept, salt), self.rows):
            return None
        return dict(sorted(kept.items()))


def digest_of(counts: Mapping[str, int], salt: bytes) -> str:
    """Whoever has the salt of the day can prove the counts, and nobody else can try them out: 64 hexadecimal digits."""
    told = json.dumps(dict(counts), sort_keys=True, separators=(",", ":"))
    return hmac.digest(salt, f"rows {told}".encode(), "sha256").hex()


def head_hash(text: str) -> str:
    """A head is a leaf of the log of days, so that consistency over days can be proven as RFC 6962 does."""
    return leaf_hash(text.encode()).hex()
