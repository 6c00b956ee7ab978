"""Once a day was scored, nothing is pending: acts wait for a budget or are settled."""

from collections.abc import Iterator

from simulation.city import City
from simulation.doors import books, scoring
from simulation.seasons import Day


def holds(city: City, day: Day) -> Iterator[str]:
    # What was sent after the last scoring of the day is scored first.
    city.counted["acts scored"] += scoring.score(now=day.at(23, 59))
    if left := books.pending():
        yield f"{left} acts are still pending at the end of the day"
