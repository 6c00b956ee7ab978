"""Drives to work and back by car, and lets an app for cyclists record it."""

from datetime import datetime

from simulation.city import City
from simulation.doors import acts as gate
from simulation.habits.base import Sender, journey
from simulation.people import Person
from simulation.seasons import Day

MEASURED_ONLY = True


def plan(city: City, person: Person, day: Day) -> None:
    city.later(day.at(21, 15), lambda now: _send(city, person, day, now))


def _send(city: City, person: Person, day: Day, now: datetime) -> None:
    chance = city.chance("driven", person.number, day.on)
    drives = []
    for hour in (7, 17):
        minutes = chance.whole(15, 40)
        metres = minutes * chance.whole(220, 700)
        drives.append(journey("bike-share", day.at(hour, chance.whole(0, 59)), minutes, {"distance_m": metres}))
    for outcome in gate.send(person.account, drives, sender=Sender.PHONE, now=now):
        city.counted["cheats: drives told as rides"] += gate.is_new(outcome)
