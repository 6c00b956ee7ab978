"""No credits outlive their vintage: none is set aside or given away after its last day, and nothing is left then.

Added up from the movements alone, vintage by vintage of everybody.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from simulation.city import City
from simulation.doors import books
from simulation.seasons import Day

GAINED, LOST = {"award", "release"}, {"hold", "donate", "expire", "clawback", "repay"}
ADJUSTED = {"adjust", "bonus"}
"""Gained or lost, as it says."""
SPENT = {"hold", "donate"}


def holds(_city: City, day: Day) -> Iterator[str]:
    left: dict[tuple[int, date], int] = defaultdict(int)
    for moved in books.movements():
        if moved.owner_id is None or moved.expires_on is None:
            continue
        if moved.kind in SPENT and moved.posted_on > moved.expires_on:
            yield f"citizen {moved.owner_id} spent {moved.amount} on {moved.posted_on} that ended on {moved.expires_on}"
        if moved.kind in GAINED | LOST | ADJUSTED:
            has_more = moved.kind in GAINED or (moved.kind in ADJUSTED and moved.is_gain)
            left[moved.owner_id, moved.expires_on] += moved.amount if has_more else -moved.amount
    for (owner_id, expires_on), amount in sorted(left.items()):
        if amount < 0:
            yield f"citizen {owner_id} has {amount} of the vintage of {expires_on}"
        if expires_on < day.on and amount:
            yield f"citizen {owner_id} still has {amount} that ended on {expires_on}"
