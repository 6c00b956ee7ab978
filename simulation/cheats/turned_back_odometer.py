"""Drives the same kilometres twice: the odometer that is typed goes back each evening."""

from datetime import datetime, timedelta

from simulation.city import City
from simulation.deeds import ev
from simulation.doors import acts as gate
from simulation.habits.base import journey
from simulation.people import Person
from simulation.seasons import Day

KM = 30


def plan(city: City, person: Person, day: Day) -> None:
    for hour in (11, 15, 20):
        city.later(day.at(hour, 25), lambda now: _drive(city, person, now))


def _drive(city: City, person: Person, now: datetime) -> None:
    with city.trying("cheats: the same kilometres"):
        car = ev.car_of(city, person, now)
        values: dict[str, int | str] = {
            "odometer_start_m": car.odometer_m,
            "odometer_end_m": car.odometer_m + KM * 1000,
        }
        gate.tell(person.account, journey("ev-driving", now - timedelta(minutes=40), 40, values), now=now)
