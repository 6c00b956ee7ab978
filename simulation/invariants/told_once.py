"""Each event is told once in the inbox: held against what people and offices remember, and no refusal is silent."""

from collections import Counter
from collections.abc import Iterator

from simulation.city import City
from simulation.doors import books, inbox, standing
from simulation.seasons import Day


def holds(city: City, _day: Day) -> Iterator[str]:
    told, happened = inbox.told(), city.memory.told + _freezes_over(city)
    for citizen_id, what in sorted(told.keys() | happened.keys()):
        if told[citizen_id, what] != happened[citizen_id, what]:
            times = f"{happened[citizen_id, what]} times, and was told {told[citizen_id, what]} times"
            yield f"citizen {citizen_id} met with {what} {times}"
    for name in books.refused_and_untold():
        yield f"act {name} was refused, and its citizen was not told"


def _freezes_over(city: City) -> Counter[tuple[int, str]]:
    over = standing.over_at([frozen.freeze for frozen in city.memory.freezes])
    return Counter((frozen.citizen_id, "freeze over") for frozen in city.memory.freezes if over[frozen.freeze.pk])
