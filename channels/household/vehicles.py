"""Binds cars to citizens by their plates, and frees the plates again."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.districts import District
from accounts.models import User
from channels.household import refusals
from channels.household.models import Pledge, PledgeStatus, Vehicle
from channels.household.plates import Drive, read_plate

MOST_BOUND = 3


def bind(*, citizen: User, plate: str, engine_ml: int | None, district: str, now: datetime) -> Vehicle:
    """The car, bound. What drives it follows from its plate. Raises `DomainError`.

    A fuel car has an engine size, and a district where it usually is: by that it may not drive on some days.
    """
    read = read_plate(plate)
    if read is None:
        raise refusals.NotAPlate
    if read.drive is Drive.HYBRID:
        raise refusals.HybridCar
    if read.drive is Drive.FUEL and engine_ml is None:
        raise refusals.EngineSizeMissing
    if read.drive is Drive.FUEL and district not in District:
        raise refusals.DistrictMissing
    with transaction.atomic():
        # The lock, so that cars bound at the same moment are counted one after the other.
        User.objects.select_for_update(no_key=True).get(pk=citizen.pk)
        bound = Vehicle.objects.of(citizen.pk).bound()
        if bound.filter(plate=read.text).exists():
            raise refusals.PlateBound
        if bound.count() >= MOST_BOUND:
            raise refusals.TooManyBound(most=MOST_BOUND)
        return _insert(citizen, read.text, read.drive, engine_ml, district, now)


def move(*, vehicle: Vehicle, district: str) -> Vehicle:
    """The car is usually in another district from now on. Raises `DomainError`, also while it is left by a pledge."""
    if district not in District:
        raise refusals.DistrictMissing
    with transaction.atomic():
        locked = Vehicle.objects.bound().select_for_update().filter(pk=vehicle.pk).first()
        if locked is None:
            raise refusals.NoLongerBound
        if Pledge.objects.open().filter(vehicle=locked).exists():
            raise refusals.PledgeOpen
        locked.district = district
        locked.save(update_fields=["district"])
        return locked


def unbind(*, vehicle: Vehicle, now: datetime) -> Vehicle:
    """Frees the plate for others; a pledge that is open ends with it. Acts that were recorded stay."""
    with transaction.atomic():
        locked = Vehicle.objects.bound().select_for_update().filter(pk=vehicle.pk).first()
        if locked is None:
            raise refusals.NoLongerBound
        Pledge.objects.open().filter(vehicle=locked).update(status=PledgeStatus.ABANDONED)
        locked.unbound_at = now
        locked.save(update_fields=["unbound_at"])
        return locked


def _insert(citizen: User, plate: str, drive: Drive, engine_ml: int | None, district: str, now: datetime) -> Vehicle:
    of_fuel = {"engine_ml": engine_ml, "district": district} if drive is Drive.FUEL else {}
    try:
        with transaction.atomic():
            return Vehicle.objects.create(citizen=citizen, plate=plate, drive=drive.value, bound_at=now, **of_fuel)
    except IntegrityError as error:
        raise refusals.PlateTaken from error
