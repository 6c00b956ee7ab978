"""Has a program write the same two rides into a file every day, of the next day each."""

from datetime import datetime

from simulation.city import City
from simulation.doors import acts as gate
from simulation.habits.base import Sender, journey
from simulation.people import Person
from simulation.seasons import Day

MEASURED_ONLY = True


def plan(city: City, person: Person, day: Day) -> None:
    city.later(day.at(23, 5), lambda now: _send(city, person, day, now))


def _send(city: City, person: Person, day: Day, now: datetime) -> None:
    chance = city.chance("scripted", person.number)
    begun = day.at(8, chance.whole(0, 59)), day.at(18, chance.whole(0, 59))
    rides = [journey("bike-share", at, 24, {"distance_m": chance.whole(5_000, 6_500)}) for at in begun]
    for outcome in gate.send(person.account, rides, sender=Sender.PHONE, now=now):
        city.counted["cheats: scripted rides"] += gate.is_new(outcome)
