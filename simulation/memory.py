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


@dataclass(slots=True)
class Memory:
    """`adjusted` sums by how much the credits of each citizen were adjusted.

    `told` counts of each citizen, by the portal's number, what they must have been told."""

    decisions: list[Decision] = field(default_factory=list)
    freezes: list[Frozen] = field(default_factory=list)
    adjusted: Counter[int] = field(default_factory=Counter)
    told: Counter[tuple[int, str]] = field(default_factory=Counter)
