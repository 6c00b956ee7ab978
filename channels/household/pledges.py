"""Pledges to leave a fuel car: declared, begun and kept by two photos of its odometer, or abandoned."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from activities import intake, proofs
from activities.gate.drafts import Draft
from activities.intake import Refused
from activities.models import Activity
from activities.refusals import OutOfBounds
from channels.household import refusals
from channels.household.binding import things_of_car
from channels.household.models import OdometerReview, Pledge, PledgeStatus, Vehicle
from channels.household.odometer import tell_their_time, use_odometer_photo
from channels.household.parking import Parking, first_day_done_at, parking, with_restricted_days
from channels.household.way_in import WAY_IN
from common.errors import DomainError
from common.public_ids import ALPHABET
from evidence.models import Photo
from methodologies.base import Span
from methodologies.idle_car import METHODOLOGY
from scenarios.rulebook import RuleBook
from scenarios.rules import Evidence

SCENARIO = METHODOLOGY.code
MOST_DAYS = METHODOLOGY.longest_days
CODE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """What the rule of a day allows one pledge: days that count, kilometres between its readings."""

    most_days: int
    most_km: Decimal


def declare(*, vehicle: Vehicle, days: int, now: datetime) -> Pledge:
    """The pledge to leave this car for so many days; it begins with its first photo. Raises `DomainError`."""
    assert 1 <= days <= MOST_DAYS
    with transaction.atomic():
        bound = Vehicle.objects.bound().select_for_update().filter(pk=vehicle.pk).first()
        if bound is None:
            raise refusals.NoLongerBound
        assert not bound.is_electric
        _check_that_a_day_counts(bound, now, days)
        try:
            with transaction.atomic():
                return Pledge.objects.create(citizen_id=bound.citizen_id, vehicle=bound, days=days, declared_at=now)
        except IntegrityError as error:
            raise refusals.PledgeOpen from error


def start(*, pledge: Pledge, photo: Photo, odometer_m: int, now: datetime) -> Pledge:
    """The car stands from the moment at which this photo was received. Raises `DomainError`."""
    with transaction.atomic():
        photo = use_odometer_photo(photo=photo, now=now)
        pledge = _locked(pledge, PledgeStatus.DECLARED)
        _check_that_a_day_counts(pledge.vehicle, photo.received_at, pledge.days)
        pledge.status = PledgeStatus.PARKED
        pledge.started_at, pledge.start_m, pledge.start_photo = photo.received_at, odometer_m, photo
        pledge.save(update_fields=["status", "started_at", "start_m", "start_photo"])
    return pledge


def finish(*, pledge: Pledge, photo: Photo, odometer_m: int, now: datetime) -> Activity | None:
    """Records the whole days that the car stood as one act; scoring then pays it. Raises `DomainError`.

    Where one of the photos does not say when it was taken there is no act yet: a person looks at both first.
    """
    with transaction.atomic():
        photo = use_odometer_photo(photo=photo, now=now)
        pledge = _locked(pledge, PledgeStatus.PARKED)
        _check_days(pledge, stood(pledge, until=photo.received_at))
        pledge.ended_at, pledge.end_m, pledge.end_photo = photo.received_at, odometer_m, photo
        if tell_their_time(pledge.photos):
            return keep(pledge=pledge, now=now)
        _send_to_a_person(pledge, now)
    return None


def keep(*, pledge: Pledge, now: datetime, arrived_at: datetime | None = None) -> Activity:
    """Records the act of a pledge with both its readings, which the caller has locked. Raises `DomainError`.

    `arrived_at` is when it was sent, where a person has looked at it since.
    """
    with transaction.atomic():
        activity = _recorded(pledge, replace(_draft(pledge), arrived_at=arrived_at), now)
        for shown in filter(None, pledge.photos):
            proofs.tie(photo=shown, activity_id=activity.pk)
        pledge.status, pledge.activity_id = PledgeStatus.KEPT, activity.pk
        pledge.save(update_fields=["status", "activity_id", "ended_at", "end_m", "end_photo"])
    return activity


def abandon(*, pledge: Pledge) -> Pledge:
    """Ends a pledge without an act; its photos stay used. Raises `PledgeClosed`."""
    with transaction.atomic():
        pledge = _locked(pledge, PledgeStatus.DECLARED, PledgeStatus.PARKED)
        pledge.status = PledgeStatus.ABANDONED
        pledge.save(update_fields=["status"])
    return pledge


def limits_on(day: date) -> Limits | None:
    """The limits of the rule in force on a day; nothing where there is none."""
    book = RuleBook()
    in_force = book.rule_on(book.scenarios[SCENARIO].pk, day)
    if in_force is None:
        return None
    _version, rule = in_force
    kilometres = [bound.most for bound in rule.plain_bounds if bound.measure == "driven_km" and bound.most is not None]
    return Limits(int(rule.factor_values["most_days"]), min(kilometres, default=Decimal(0)))


def code_of_the_day(pledge: Pledge, day: date) -> str:
    """What must be seen in a photo taken on this city day; nobody can know it before the pledge."""
    digest = salted_hmac("channels.household.pledges", f"{pledge.public_id} {day}", algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:CODE_LENGTH]).upper()


def stood(pledge: Pledge, *, until: datetime) -> Parking:
    """What a car that is parked has to show at a moment."""
    assert pledge.started_at is not None
    car = pledge.vehicle
    return parking(plate=car.plate, district=car.district, started_at=pledge.started_at, until=until, days=pledge.days)


def first_day_done(pledge: Pledge) -> datetime | None:
    """When a car that is parked will have stood for the first day that counts."""
    assert pledge.started_at is not None
    return _first_day_done(pledge.vehicle, pledge.started_at, pledge.days)


def _first_day_done(car: Vehicle, started_at: datetime, days: int) -> datetime | None:
    return first_day_done_at(plate=car.plate, district=car.district, started_at=started_at, days=days)


def _check_that_a_day_counts(car: Vehicle, started_at: datetime, days: int) -> None:
    """Nor may any of the days be one of which nobody knows whether it will count."""
    parking(
        plate=car.plate,
        district=car.district,
        started_at=started_at,
        until=started_at + timedelta(days=days),
        days=days,
    )
    if _first_day_done(car, started_at, days) is None:
        raise refusals.OnlyRestrictedDays


def _locked(pledge: Pledge, *expected: PledgeStatus) -> Pledge:
    """The pledge, locked against a second pair of hands. The gate's locks come after."""
    locked = Pledge.objects.select_for_update(of=("self",)).select_related("vehicle", "citizen", "start_photo")
    found = locked.get(pk=pledge.pk)
    if found.status not in expected:
        raise refusals.PledgeClosed
    return found


def _check_days(pledge: Pledge, parked: Parking) -> None:
    if parked.days_counted:
        return
    done_at = first_day_done(pledge)
    if done_at is None:
        raise refusals.OnlyRestrictedDays
    raise refusals.NotYetADay(at=done_at.isoformat())


def _send_to_a_person(pledge: Pledge, now: datetime) -> None:
    """What nobody could accept is refused at once."""
    try:
        intake.check(_draft(pledge), channel=WAY_IN, evidence=Evidence.PHOTO, now=now)
    except DomainError as error:
        raise _in_the_words_of_a_pledge(error) from error
    pledge.status = PledgeStatus.IN_REVIEW
    pledge.save(update_fields=["status", "ended_at", "end_m", "end_photo"])
    OdometerReview.objects.create(citizen_id=pledge.citizen_id, pledge=pledge, sent_at=now)


def _draft(pledge: Pledge) -> Draft:
    assert pledge.ended_at is not None
    assert pledge.start_m is not None
    assert pledge.end_m is not None
    if pledge.end_m < pledge.start_m:
        raise refusals.ReadingWentBack
    parked = stood(pledge, until=pledge.ended_at)
    readings = {"odometer_start_m": pledge.start_m, "odometer_end_m": pledge.end_m}
    return Draft(
        scenario=SCENARIO,
        span=Span.PERIOD,
        started_at=parked.started_at,
        ended_at=parked.ended_at,
        values=with_restricted_days(readings, parked),
        client_id=f"pledge:{pledge.public_id}",
        things=things_of_car(SCENARIO, pledge.vehicle.plate),
    )


def _recorded(pledge: Pledge, draft: Draft, now: datetime) -> Activity:
    [outcome] = intake.record(citizen=pledge.citizen, drafts=[draft], channel=WAY_IN, evidence=Evidence.PHOTO, now=now)
    if isinstance(outcome, Refused):
        raise _in_the_words_of_a_pledge(outcome.error)
    return outcome.activity


def _in_the_words_of_a_pledge(error: DomainError) -> DomainError:
    if isinstance(error, OutOfBounds) and error.facts["field"] == "driven_km":
        return refusals.KilometresDriven(km=error.facts["value"], most=error.facts["most"])
    return error
