"""Types a day of a hundred thousand steps, and then some more."""

from datetime import datetime
from functools import partial

from simulation.city import City
from simulation.doors import acts as gate
from simulation.habits.base import total
from simulation.people import Person
from simulation.seasons import Day


def plan(city: City, person: Person, day: Day) -> None:
    for hour, steps in ((12, 60_000), (18, 99_999), (21, 100_001)):
        city.later(day.at(hour, 10), partial(_type, city, person, day, steps))


def _type(city: City, person: Person, day: Day, steps: int, now: datetime) -> None:
    with city.trying("cheats: huge steps typed"):
        gate.tell(person.account, total("walking", day, {"steps": steps}), now=now)
