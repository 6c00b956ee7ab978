"""Binds the car that another has bound, in another spelling, and lets it stand."""

from datetime import datetime

from simulation.city import City
from simulation.deeds.pledge import fuel_plate
from simulation.doors import household
from simulation.people import Person
from simulation.seasons import Day


def plan(city: City, person: Person, day: Day) -> None:
    chance = city.chance("another's car", person.number, day.on)
    plate = fuel_plate(chance.pick(city.people).number)
    city.later(day.at(9, 30), lambda now: _bind(city, person, f"{plate[:2]}·{plate[2:].lower()}", now))


def _bind(city: City, person: Person, plate: str, now: datetime) -> None:
    with city.trying("cheats: others’ cars bound"):
        household.bind_car(citizen=person.account, plate=plate, engine_ml=1600, district=person.district, now=now)
