"""The audit of all books is sound: every rule, a sample of citizens reckoned anew, and the seals."""

from collections.abc import Iterator

from simulation.city import City
from simulation.doors import books
from simulation.seasons import Day

ONLY_WHAT_IS_WRITTEN = True


def holds(city: City, day: Day) -> Iterator[str]:
    # Each day hashes only what it sealed anew: the last look hashes all.
    is_last = day.on == city.last_day
    for finding in books.findings(
        seed=f"{city.seed} {day.on}",
        citizens=city.world.reckoned,
        with_seals=city.world.seals and is_last,
    ):
        yield str(finding)
