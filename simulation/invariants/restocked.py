"""Whoever asked to be told of more stock is told at most once, when there is some, and never while there is none."""

from collections.abc import Iterator

from simulation.city import City
from simulation.doors import wishes
from simulation.seasons import Day


def holds(city: City, _day: Day) -> Iterator[str]:
    yield from city.memory.mistold
    for (citizen_id, offer), times in sorted(wishes.times_told().items()):
        asked = city.memory.wishes[citizen_id, offer]
        if times > asked:
            yield f"citizen {citizen_id} asked {asked} times to be told of {offer}, and was told {times} times"
