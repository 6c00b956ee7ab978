"""Has a friend who walks a lot carry the phone along."""

from datetime import datetime

from simulation.city import City
from simulation.doors import acts as gate
from simulation.habits.base import Sender, total
from simulation.people import Person
from simulation.seasons import Day

MEASURED_ONLY = True


def plan(city: City, person: Person, day: Day) -> None:
    city.later(day.at(23, 25), lambda now: _send(city, person, day, now))


def _send(city: City, person: Person, day: Day, now: datetime) -> None:
    friends = city.chance("friend", day.on).whole(8_000, 16_000)
    steps = friends + city.chance("carried", person.number, day.on).whole(-90, 90)
    for outcome in gate.send(person.account, [total("walking", day, {"steps": steps})], sender=Sender.PHONE, now=now):
        city.counted["cheats: phones carried"] += gate.is_new(outcome)
