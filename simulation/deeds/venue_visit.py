"""A visit to a low-carbon venue, by the code on its screen."""

from datetime import datetime

from simulation.city import City
from simulation.doors import venues
from simulation.people import Person
from simulation.seasons import Day

NAME = "venue-visit"


def plan(city: City, person: Person, day: Day) -> None:
    chance = city.chance(NAME, person.number, day.on)
    place = chance.whole(0, 999)
    city.later(day.at(chance.whole(10, 20), chance.whole(0, 59)), lambda now: _visit(city, person, place, now))


def _visit(city: City, person: Person, place: int, now: datetime) -> None:
    if city.venues:
        with city.trying("venues visited"):
            venues.visit(citizen=person.account, venue=city.venues[place % len(city.venues)], now=now)
