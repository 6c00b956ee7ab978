"""Tries codes of venues from home."""

from datetime import datetime

from simulation.city import City
from simulation.doors import venues
from simulation.people import Person
from simulation.seasons import Day

TRIES = 5


def plan(city: City, person: Person, day: Day) -> None:
    chance = city.chance("guessed codes", person.number, day.on)
    codes = [f"{chance.whole(0, 999_999):06}" for _try in range(TRIES)]
    city.later(day.at(22, 5), lambda now: _guess(city, person, codes, now))


def _guess(city: City, person: Person, codes: list[str], now: datetime) -> None:
    for code in codes if city.venues else ():
        with city.trying("cheats: codes of venues guessed"):
            venues.visit_with(citizen=person.account, venue=city.venues[0], code=code, now=now)
