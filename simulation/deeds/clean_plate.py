"""A plate left clean, told in the form after a meal."""

from datetime import datetime

from simulation.city import City
from simulation.doors import acts as gate
from simulation.habits.base import moment
from simulation.people import Person
from simulation.seasons import Day

NAME = "clean-plate"


def plan(city: City, person: Person, day: Day) -> None:
    chance = city.chance(NAME, person.number, day.on)
    city.later(day.at(chance.pick((12, 13, 18, 19)), chance.whole(0, 59)), lambda now: _tell(city, person, now))


def _tell(city: City, person: Person, now: datetime) -> None:
    with city.trying("clean plates"):
        gate.tell(person.account, moment("clean-plate", now), now=now)
