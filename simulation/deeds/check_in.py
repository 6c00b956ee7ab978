"""A check-in in the form, of today."""

from datetime import datetime

from simulation.city import City
from simulation.doors import acts as gate
from simulation.habits.base import total
from simulation.people import Person
from simulation.seasons import Day

NAME = "check-in"


def plan(city: City, person: Person, day: Day) -> None:
    chance = city.chance(NAME, person.number, day.on)
    city.later(day.at(chance.whole(7, 21), chance.whole(0, 59)), lambda now: _tell(city, person, day, now))


def _tell(city: City, person: Person, day: Day, now: datetime) -> None:
    with city.trying("check-ins"):
        gate.tell(person.account, total("check-in", day, {}), now=now)
