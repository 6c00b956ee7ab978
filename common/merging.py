"""What becomes of what an account has when it is merged into another: each app says it, in its module `merging_parts`.

A module may have any of these, each for a `Pair`:

- `hindrances(pair, now)`: what must end first, a sentence each, for the citizen;
- `effects(pair, now)`: what will become of what there is, for the preview;
- `compared(pair, now)`: what the desk sees of both, side by side;
- `move(pair, now)`: does what `effects` says, in the transaction of the merger. It may take the locks of rows that
  come before citizens' (ARCHITECTURE.md), and none after;
- `settle(pair, now)`: does the rest of it, under the locks of both citizens.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from common.brought import brought


class Pair(NamedTuple):
    """Two accounts of one citizen, by their numbers; `takes_phone` where the ending one's number is the one to stay."""

    ended_id: int
    stays_id: int
    takes_phone: bool = False


class Effect(NamedTuple):
    """What there is, and what becomes of it."""

    what: str
    becomes: str


class Compared(NamedTuple):
    """One thing that the desk looks at, of both accounts."""

    what: str
    of_ended: Any
    of_stays: Any


def hindrances(pair: Pair, *, now: datetime) -> list[str]:
    return list(_told("hindrances", pair, now))


def effects(pair: Pair, *, now: datetime) -> list[Effect]:
    return list(_told("effects", pair, now))


def compared(pair: Pair, *, now: datetime) -> list[Compared]:
    return list(_told("compared", pair, now))


def move(pair: Pair, *, now: datetime) -> None:
    for module in brought("merging_parts"):
        if hasattr(module, "move"):
            module.move(pair, now)


def settle(pair: Pair, *, now: datetime) -> None:
    """The caller holds both citizens' locks."""
    for module in brought("merging_parts"):
        if hasattr(module, "settle"):
            module.settle(pair, now)


def _told(name: str, pair: Pair, now: datetime) -> Iterator[Any]:
    for module in brought("merging_parts"):
        if hasattr(module, name):
            yield from getattr(module, name)(pair, now)
