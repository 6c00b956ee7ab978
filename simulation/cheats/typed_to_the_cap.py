"""Has read how much counts at the most, and types a little more than that every evening."""

from datetime import datetime

from simulation.city import City
from simulation.doors import acts as gate
from simulation.habits.base import total
from simulation.people import Person
from simulation.seasons import Day

MEASURED_ONLY = True


def plan(city: City, person: Person, day: Day) -> None:
    city.later(day.at(22, 20), lambda now: _type(city, person, day, now))


def _type(city: City, person: Person, day: Day, now: datetime) -> None:
    steps = 14_800 + city.chance("a little more", person.number, day.on).whole(0, 600)
    with city.trying("cheats: typed to the cap"):
        gate.tell(person.account, total("walking", day, {"steps": steps}), now=now)
