"""Ties the phone to something that shakes it, for as long as that runs."""

from datetime import datetime

from simulation.city import City
from simulation.doors import acts as gate
from simulation.habits.base import Sender, total
from simulation.people import Person
from simulation.seasons import Day

MEASURED_ONLY = True


def plan(city: City, person: Person, day: Day) -> None:
    city.later(day.at(23, 15), lambda now: _send(city, person, day, now))


def _send(city: City, person: Person, day: Day, now: datetime) -> None:
    chance = city.chance("shaken", person.number, day.on)
    steps = chance.whole(3_000, 9_000) + chance.whole(1, 9) * 6_000
    for outcome in gate.send(person.account, [total("walking", day, {"steps": steps})], sender=Sender.PHONE, now=now):
        city.counted["cheats: phones shaken"] += gate.is_new(outcome)
