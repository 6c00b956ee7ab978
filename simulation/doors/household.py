"""Cars and meters: bound, left standing by a pledge, driven, read."""

from datetime import date, datetime

from accounts.models import User
from channels.household import driving, meters, pledges, vehicles
from channels.household.models import Meter, Pledge, Vehicle
from evidence.models import Photo


def bind_car(*, citizen: User, plate: str, engine_ml: int | None, district: str, now: datetime) -> Vehicle:
    return vehicles.bind(citizen=citizen, plate=plate, engine_ml=engine_ml, district=district, now=now)


def declare(*, car: Vehicle, days: int, now: datetime) -> Pledge:
    return pledges.declare(vehicle=car, days=days, now=now)


def start(*, pledge: Pledge, photo: Photo, odometer_m: int, now: datetime) -> Pledge:
    return pledges.start(pledge=pledge, photo=photo, odometer_m=odometer_m, now=now)


def finish(*, pledge: Pledge, photo: Photo, odometer_m: int, now: datetime) -> bool:
    """Whether the act was recorded; else a person looks at it first."""
    return pledges.finish(pledge=pledge, photo=photo, odometer_m=odometer_m, now=now) is not None


def read_odometer(*, car: Vehicle, photo: Photo, odometer_m: int, now: datetime) -> None:
    driving.read(vehicle=car, photo=photo, odometer_m=odometer_m, now=now)


def bind_meter(*, citizen: User, kind: str, number: str, people: int, now: datetime) -> Meter:
    return meters.bind(citizen=citizen, kind=kind, number=number, people=people, said_yes_to=(), now=now)


def read_meter(
    *, meter: Meter, day: date, amount: int, last_year: int | None, photo: Photo | None, now: datetime
) -> None:
    meters.enter(meter=meter, day=day, amount=amount, photo=photo, last_year=last_year, now=now)
