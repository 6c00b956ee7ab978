"""Sends a photo, and a friend sends the same one."""

from datetime import datetime
from decimal import Decimal

from simulation import pictures
from simulation.city import City
from simulation.doors import photos
from simulation.people import Person
from simulation.seasons import Day

EVERY = 3
BOTH = 2


def plan(city: City, person: Person, day: Day) -> None:
    if day.number % EVERY or not city.may_take(BOTH, day.on):
        return
    friend = city.people[(person.number + 1) % len(city.people)]
    city.later(day.at(10, 10), lambda now: _send(city, person, day, now))
    city.later(day.at(10, 40), lambda now: _send(city, friend, day, now))


def _send(city: City, person: Person, day: Day, now: datetime) -> None:
    content = pictures.street(city.chance("copied photo", day.on))
    with city.trying("cheats: copied photos"):
        photo = photos.take_in(citizen=person.account, content=content, purpose=photos.PHOTO_REPORT, now=now)
        photos.report(
            photo=photo, category="good", words="", latitude=Decimal("30.66"), longitude=Decimal("104.06"), now=now
        )
