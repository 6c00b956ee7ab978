"""A drive in an electric car, typed from its odometer."""

from datetime import datetime, timedelta

from simulation.city import City
from simulation.deeds.pledge import LETTERS, Car
from simulation.doors import acts as gate
from simulation.doors import household
from simulation.habits.base import journey
from simulation.people import Person
from simulation.seasons import Day

NAME = "ev"


def plan(city: City, person: Person, day: Day) -> None:
    chance = city.chance(NAME, person.number, day.on)
    city.later(day.at(chance.whole(9, 22), chance.whole(0, 59)), lambda now: _drive(city, person, day, now))


def car_of(city: City, person: Person, now: datetime) -> Car:
    """The person's electric car, bound the first time it is asked for."""
    if "ev" not in person.belongings:
        bound = household.bind_car(
            citizen=person.account, plate=electric_plate(person.number), engine_ml=None, district="", now=now
        )
        person.belongings["ev"] = Car(bound, city.chance("ev", person.number).whole(2_000, 60_000) * 1000)
    car: Car = person.belongings["ev"]
    return car


def electric_plate(number: int) -> str:
    high, low = divmod(number, 10_000)
    return f"川AD{LETTERS[high % len(LETTERS)]}{low:04}"


def _drive(city: City, person: Person, day: Day, now: datetime) -> None:
    chance = city.chance(NAME, "drive", person.number, day.on)
    minutes, km = chance.whole(15, 70), chance.whole(4, 40)
    minutes = max(minutes, km)
    with city.trying("electric drives typed"):
        car = car_of(city, person, now)
        begun_m, car.odometer_m = car.odometer_m, car.odometer_m + km * 1000
        drive = journey(
            "ev-driving",
            now - timedelta(minutes=minutes),
            minutes,
            {"odometer_start_m": begun_m, "odometer_end_m": car.odometer_m},
        )
        gate.tell(person.account, drive, now=now)
