"""A fuel car stands for a day or two: pledged, and shown by two photos of its odometer; or typed, for half."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from simulation import pictures
from simulation.city import City
from simulation.doors import acts as gate
from simulation.doors import household, photos
from simulation.habits.base import Act, journey
from simulation.people import Person
from simulation.seasons import Day

NAME = "pledge"
BOTH_ENDS = 2
ENGINES = (1400, 1600, 2000)
DIGITS = "0123456789"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
MISSING_TIME = 0.3
"""So many cameras say no time, and a person looks at the photos."""


@dataclass(slots=True)
class Car:
    """As its owner knows it."""

    row: Any
    odometer_m: int


def plan(city: City, person: Person, day: Day) -> None:
    chance = city.chance(NAME, person.number, day.on)
    at = day.at(chance.whole(18, 20), chance.whole(0, 59))
    if "pledge" not in person.belongings and city.may_take(BOTH_ENDS, day.on):
        city.later(at, lambda now: begin(city, person, day, now))
    else:
        city.later(at, lambda now: _tell(city, person, now))


def car_of(city: City, person: Person, now: datetime) -> Car:
    """The person's fuel car, bound the first time it is asked for."""
    if "car" not in person.belongings:
        chance = city.chance("car", person.number)
        plate = fuel_plate(person.number)
        bound = household.bind_car(
            citizen=person.account, plate=plate, engine_ml=chance.pick(ENGINES), district=person.district, now=now
        )
        person.belongings["car"] = Car(bound, chance.whole(8_000, 160_000) * 1000)
    car: Car = person.belongings["car"]
    return car


def fuel_plate(number: int) -> str:
    """No two alike, for up to a quarter of a million people."""
    high, low = divmod(number, 10_000)
    return f"川A{LETTERS[high % len(LETTERS)]}{low:04}"


def begin(city: City, person: Person, day: Day, now: datetime, *, days: int = 1) -> None:
    """Declares the pledge and sends the first photo; plans the second."""
    chance = city.chance(NAME, "photos", person.number, day.on)
    tells_time = not chance.happens(MISSING_TIME)
    with city.trying("pledges begun"):
        car = car_of(city, person, now)
        pledge = household.declare(car=car.row, days=days, now=now)
        photo = photos.take_in(
            citizen=person.account,
            content=pictures.dial(chance, car.odometer_m // 1000, taken_at=now if tells_time else None),
            purpose=photos.ODOMETER,
            now=now,
        )
        pledge = household.start(pledge=pledge, photo=photo, odometer_m=car.odometer_m, now=now)
        person.belongings["pledge"] = pledge
        again = now + timedelta(days=days, hours=chance.whole(1, 14))
        city.later(again, lambda then: _finish(city, person, pledge, day, tells_time, then))


def _finish(city: City, person: Person, pledge: Any, day: Day, tells_time: bool, now: datetime) -> None:
    chance = city.chance(NAME, "second", person.number, day.on)
    with city.trying("pledges kept or sent to the desk"):
        car = car_of(city, person, now)
        photo = photos.take_in(
            citizen=person.account,
            content=pictures.dial(chance, car.odometer_m // 1000, "绿", now if tells_time else None),
            purpose=photos.ODOMETER,
            now=now,
        )
        household.finish(pledge=pledge, photo=photo, odometer_m=car.odometer_m, now=now)


def _tell(city: City, person: Person, now: datetime) -> None:
    with city.trying("idle days typed"):
        car = car_of(city, person, now)
        since = now - timedelta(hours=26)
        minutes = int((now - since).total_seconds()) // 60
        stood: Act = journey(
            "idle-car",
            since,
            minutes,
            {"odometer_start_m": car.odometer_m, "odometer_end_m": car.odometer_m, "restricted_days": 0},
        )
        gate.tell(person.account, stood, now=now)
