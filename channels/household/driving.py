"""Odometer readings of an electric car: what it drove between two photos within a day is one act."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from activities import intake, proofs
from activities.gate.drafts import Draft
from activities.intake import Refused
from activities.models import Activity
from activities.things import naming
from activities.things.holding import counted_until
from activities.things.naming import Kind
from activities.things.refusals import CountedAlready
from channels.household import refusals
from channels.household.binding import things_of_car
from channels.household.models import OdometerReading, OdometerReview, Vehicle
from channels.household.odometer import tell_their_time, use_odometer_photo
from channels.household.way_in import WAY_IN
from evidence.models import Photo
from methodologies.base import Span
from methodologies.ev_driving import METHODOLOGY
from scenarios.rules import Evidence

SCENARIO = METHODOLOGY.code
FARTHEST_APART = timedelta(days=METHODOLOGY.longest_days)


def read(*, vehicle: Vehicle, photo: Photo, odometer_m: int, now: datetime) -> OdometerReading:
    """The reading, and with it the act since the one before; one that comes later than a day begins anew.

    Where one of the two photos does not say when it was taken, the act waits for a person: the reading has a review.
    Raises `DomainError`; then neither photo nor reading is kept.
    """
    with transaction.atomic():
        photo = use_odometer_photo(photo=photo, now=now)
        car = Vehicle.objects.bound().select_for_update(of=("self",)).filter(pk=vehicle.pk).first()
        if car is None:
            raise refusals.NoLongerBound
        assert car.is_electric
        last = latest(car)
        if last is not None and odometer_m < last.odometer_m:
            raise refusals.ReadingWentBack
        _check_that_it_goes_on(car, odometer_m)
        reading = OdometerReading(vehicle=car, photo=photo, odometer_m=odometer_m, read_at=photo.received_at)
        reading.save()
        if last is None or not goes_on(last, reading.read_at):
            return reading
        if tell_their_time((last.photo, photo)):
            count(last=last, reading=reading, now=now)
        else:
            intake.check(_draft(last, reading), channel=WAY_IN, evidence=Evidence.PHOTO, now=now)
            OdometerReview.objects.create(citizen_id=car.citizen_id, reading=reading, sent_at=now)
    return reading


def count(
    *, last: OdometerReading, reading: OdometerReading, now: datetime, arrived_at: datetime | None = None
) -> Activity:
    """Records the act between two readings, whose car or review the caller has locked. Raises `DomainError`.

    `arrived_at` is when it was sent, where a person has looked at it since.
    """
    with transaction.atomic():
        activity = _recorded(reading, replace(_draft(last, reading), arrived_at=arrived_at), now)
        for shown in filter(None, (last.photo, reading.photo)):
            proofs.tie(photo=shown, activity_id=activity.pk)
        reading.activity_id = activity.pk
        reading.save(update_fields=["activity_id"])
    return activity


def before(reading: OdometerReading) -> OdometerReading:
    """The reading from which the act of this one begins; call it for one that has an act or a review."""
    earlier = reading.vehicle.readings.select_related("photo").filter(pk__lt=reading.pk)
    found = earlier.order_by("-pk").first()
    assert found is not None
    return found


def latest(vehicle: Vehicle) -> OdometerReading | None:
    """The last reading of a car."""
    return vehicle.readings.select_related("photo").order_by("-pk").first()


def goes_on(last: OdometerReading, moment: datetime) -> bool:
    """Whether a reading at that moment makes an act with the last one."""
    return moment - last.read_at <= FARTHEST_APART


def _check_that_it_goes_on(car: Vehicle, odometer_m: int) -> None:
    """A reading below what has counted would begin an act of kilometres that have counted, whosever the car was then.

    Said without a number: the plate is only the citizen's word, and the odometer may be a stranger's.
    """
    counted_m = counted_until(naming.car_kilometres(car.plate))
    if counted_m is not None and odometer_m < counted_m:
        raise CountedAlready(kind=Kind.CAR_KILOMETRES.value)


def _draft(last: OdometerReading, reading: OdometerReading) -> Draft:
    return Draft(
        scenario=SCENARIO,
        span=Span.PERIOD,
        started_at=last.read_at,
        ended_at=reading.read_at,
        values={"odometer_start_m": last.odometer_m, "odometer_end_m": reading.odometer_m},
        client_id=f"odometer:{reading.public_id}",
        things=things_of_car(SCENARIO, reading.vehicle.plate),
    )


def _recorded(reading: OdometerReading, draft: Draft, now: datetime) -> Activity:
    citizen = reading.vehicle.citizen
    [outcome] = intake.record(citizen=citizen, drafts=[draft], channel=WAY_IN, evidence=Evidence.PHOTO, now=now)
    if isinstance(outcome, Refused):
        raise outcome.error
    return outcome.activity
