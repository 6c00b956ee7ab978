"""Binds cars to citizens by their plates, and frees the plates again."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from activities.household import refusals
from activities.household.models import Pledge, PledgeStatus, Vehicle
from activities.household.plates import Drive, read_plate

MOST_BOUND = 3


def bind(*, citizen: User, plate: str, engine_ml: int | None, now: datetime) -> Vehicle:
    """The car, bound. What drives it follows from its plate; a fuel car has an engine size. Raises `DomainError`."""
    read = read_plate(plate)
    if read is None:
        raise refusals.NotAPlate
    if read.drive is Drive.HYBRID:
        raise refusals.HybridCar
    if read.drive is Drive.FUEL and engine_ml is None:
        raise refusals.EngineSizeMissing
    with transaction.atomic():
        # The lock, so that cars bound at the same moment are counted one after the other.
        User.objects.select_for_update(no_key=True).get(pk=citizen.pk)
        bound = Vehicle.objects.of(citizen.pk).bound()
        if bound.filter(plate=read.text).exists():
            raise refusals.PlateBound
        if bound.count() >= MOST_BOUND:
            raise refusals.TooManyBound(most=MOST_BOUND)
        return _insert(citizen, read.text, read.drive, engine_ml, now)


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


def _insert(citizen: User, plate: str, drive: Drive, engine_ml: int | None, now: datetime) -> Vehicle:
    engine = engine_ml if drive is Drive.FUEL else None
    try:
        with transaction.atomic():
            return Vehicle.objects.create(
                citizen=citizen, plate=plate, drive=drive.value, engine_ml=engine, bound_at=now
            )
    except IntegrityError as error:
        raise refusals.PlateTaken from error
