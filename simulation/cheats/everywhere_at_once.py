"""Is on a bike, a bus and the metro at the same time, every half hour."""

from datetime import datetime, timedelta

from simulation.city import City
from simulation.doors import acts as gate
from simulation.habits.base import Sender, journey
from simulation.people import Person
from simulation.seasons import Day

WAYS = 8


def plan(city: City, person: Person, day: Day) -> None:
    city.later(day.at(21, 40), lambda now: _send(city, person, day, now))


def _send(city: City, person: Person, day: Day, now: datetime) -> None:
    began = [day.at(8) + timedelta(minutes=25 * way) for way in range(WAYS)]
    rides = [journey("bike-share", at, 30, {"distance_m": 6_000}) for at in began]
    buses = [journey("bus", at + timedelta(minutes=10), 30, {"distance_m": 9_000}) for at in began]
    for sender, told in ((Sender.PHONE, rides), (Sender.OPERATOR, buses)):
        for outcome in gate.send(person.account, told, sender=sender, now=now):
            city.counted["cheats: ways at one time"] += gate.is_new(outcome)
