"""A family reads one of its meters at the beginning of each month, with the use of last year from the bill."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulation.city import City
from simulation.doors import household
from simulation.people import Person
from simulation.seasons import Day

NAME = "meters"
KINDS = {"electricity-saving": 160_000, "water-saving": 6_000, "gas-saving": 14_000}
"""With what a household uses in a month: Wh, and litres."""
LAST_DAY_OF_READING = 3


@dataclass(slots=True)
class Read:
    row: Any
    amount: int
    month: str = ""


def plan(city: City, person: Person, day: Day) -> None:
    """Once a month, on one of its first days."""
    if day.on.day != 1 + person.number % LAST_DAY_OF_READING:
        return
    chance = city.chance(NAME, person.number, day.on)
    city.later(day.at(chance.whole(8, 21), chance.whole(0, 59)), lambda now: _read(city, person, day, now))


def _read(city: City, person: Person, day: Day, now: datetime) -> None:
    chance = city.chance(NAME, "reading", person.number, day.on)
    kind = list(KINDS)[person.number % len(KINDS)]
    with city.trying("meters read"):
        is_first = "meter" not in person.belongings
        if is_first:
            number = f"{1 + person.number % len(KINDS)}{person.number:09}"
            bound = household.bind_meter(citizen=person.account, kind=kind, number=number, people=3, now=now)
            person.belongings["meter"] = Read(bound, chance.whole(500, 9_000) * 1000)
        meter: Read = person.belongings["meter"]
        before = KINDS[kind] * chance.whole(90, 120) // 100
        used = 0 if is_first else before * chance.whole(70, 108) // 100
        household.read_meter(
            meter=meter.row,
            day=day.on,
            amount=meter.amount + used,
            last_year=None if is_first else before,
            photo=None,
            now=now,
        )
        meter.amount += used
