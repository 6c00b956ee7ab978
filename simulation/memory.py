"""What people and offices remember of what they did with each other: it is held against what the portal says."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Named = tuple[str, str]
"""The kind of something that was decided, and what the portal calls it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided; `is_right` says whether it is what is so, and `against` what an appeal was about."""

    what: Named
    citizen_id: int
    by: str
    granted: bool
    is_right: bool
    against: Named | None = None


@dataclass(frozen=True, slots=True)
class Frozen:
    """Who was frozen from when on; `freeze` is what the portal calls it."""

    citizen_id: int
    earning: bool
    spending: bool
    begun_at: datetime
    freeze: Any


@dataclass(slots=True, eq=False)
class Sale:
    """What a till took for a merchant, by the portal's numbers, and when that was undone."""

    merchant_id: int
    credits: int
    fen: int
    at: datetime
    undone_at: datetime | None = None

    def stands(self, moment: datetime) -> bool:
        return self.undone_at is None or self.undone_at > moment


@dataclass(slots=True)
class Memory:
    """`told` counts of each citizen, by the portal's number, what they must have been told, and `adjusted` sums by how
    much the credits of each were adjusted.

    `wishes` counts how often a citizen, by number, has asked to be told of more of an offer, by its address; `mistold`
    says who was told of it while there was none, or was not while there was. `corrected` counts fen by the public
    names of statements. `written` is how far the portal's tables had come when they were last looked at.
    """

    decisions: list[Decision] = field(default_factory=list)
    freezes: list[Frozen] = field(default_factory=list)
    adjusted: Counter[int] = field(default_factory=Counter)
    told: Counter[tuple[int, str]] = field(default_factory=Counter)
    written: tuple[int | None, ...] = ()
    sales: list[Sale] = field(default_factory=list)
    corrected: Counter[str] = field(default_factory=Counter)
    wishes: Counter[tuple[int, str]] = field(default_factory=Counter)
    mistold: list[str] = field(default_factory=list)
