"""An electric car's odometer, photographed in the morning and in the evening of a day on which it drives."""

from datetime import datetime

from simulation import pictures
from simulation.city import City
from simulation.deeds import ev
from simulation.doors import household, photos
from simulation.people import Person
from simulation.seasons import Day

NAME = "ev-photos"
A_DRIVE = 2


def plan(city: City, person: Person, day: Day) -> None:
    if not city.may_take(A_DRIVE, day.on):
        return
    km = city.chance(NAME, person.number, day.on).whole(18, 60)
    city.later(day.at(8, 4), lambda now: _read(city, person, 0, now))
    city.later(day.at(19, 21), lambda now: _read(city, person, km, now))


def _read(city: City, person: Person, driven_km: int, now: datetime) -> None:
    with city.trying("odometers photographed"):
        car = ev.car_of(city, person, now)
        car.odometer_m += driven_km * 1000
        photo = photos.take_in(
            citizen=person.account,
            content=pictures.dial(city.chance(NAME, person.number, now), car.odometer_m // 1000, taken_at=now),
            purpose=photos.ODOMETER,
            now=now,
        )
        household.read_odometer(car=car.row, photo=photo, odometer_m=car.odometer_m, now=now)
