"""Whoever is frozen earns nothing, or spends nothing, from the freeze to its end: told from who froze them when.

Whoever spends is free at the end itself; acts wait until somebody has settled it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from simulation.city import City
from simulation.doors import books, standing
from simulation.seasons import Day

EARNED, SPENT = {"award"}, {"hold", "donate"}
END_OF_DAYS = datetime.max.replace(tzinfo=UTC)


def holds(city: City, _day: Day) -> Iterator[str]:
    if not city.memory.freezes:
        return
    over = standing.over_at([frozen.freeze for frozen in city.memory.freezes])
    whose = {frozen.citizen_id for frozen in city.memory.freezes}
    moved = [one for one in books.movements(EARNED | SPENT) if one.owner_id in whose]
    for frozen in city.memory.freezes:
        over_at, ends_at = over[frozen.freeze.pk] or END_OF_DAYS, frozen.freeze.ends_at
        until = {kind: over_at for kind in EARNED if frozen.earning}
        until |= {kind: min(over_at, ends_at) for kind in SPENT if frozen.spending}
        for one in moved:
            is_theirs = one.owner_id == frozen.citizen_id and one.kind in until
            if is_theirs and frozen.begun_at < one.posted_at < until[one.kind]:
                yield f"citizen {one.owner_id} is frozen, and had a movement of {one.amount} by {one.kind}"
