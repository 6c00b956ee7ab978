"""Nothing is decided twice, however often a key is pressed: told from what reviewers remember."""

from collections import Counter
from collections.abc import Iterator

from simulation.city import City
from simulation.seasons import Day


def holds(city: City, _day: Day) -> Iterator[str]:
    times = Counter(decision.what for decision in city.memory.decisions)
    for (kind, name), count in times.items():
        if count > 1:
            yield f"{kind} {name} was decided {count} times"
