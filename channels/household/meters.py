"""Binds a household's meters and takes their readings: each period that is long enough becomes one act."""

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.models import User
from activities import intake, proofs
from activities.gate.drafts import Draft
from activities.intake import Refused
from activities.models import Activity
from activities.refusals import InTheFuture
from activities.things import naming
from activities.things.holding import LockedThings, counted_until
from activities.things.naming import Kind, moment_of
from activities.things.refusals import CountedAlready
from channels.household import refusals
from channels.household.binding import thing_of_meter
from channels.household.meter_methods import meter_methods
from channels.household.models import Meter, MeterReading
from channels.household.reference import reference_of
from channels.household.way_in import WAY_IN
from common.city_time import city_day, day_span
from common.typed.codes import code
from evidence.models import Photo
from evidence.using import put_to_use
from methodologies.base import Span
from scenarios.rulebook import RuleBook
from scenarios.rules import Evidence

MOST_PEOPLE = 8
SECONDS_PER_DAY = 86_400
LONGEST_NUMBER = 20
NUMBER = re.compile(rf"[0-9A-Z]{{4,{LONGEST_NUMBER}}}")
SIGN = re.compile(r"^(?:№|NO)(?=[0-9])")
"""Meters and bills write it before the number."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What the household would have used; from a bill it is only said, from own readings it is shown."""

    amount: int
    is_from_readings: bool


def bind(*, citizen: User, kind: str, number: str, people: int, said_yes_to: Collection[str], now: datetime) -> Meter:
    """The meter, bound; `said_yes_to` are the codes of the method's exclusions that apply. Raises `DomainError`."""
    assert 1 <= people <= MOST_PEOPLE
    for exclusion in meter_methods()[kind].exclusions:
        if exclusion.code in said_yes_to:
            raise refusals.HouseholdLeftOut(reason=exclusion.reason)
    plain = SIGN.sub("", code(number))
    if not NUMBER.fullmatch(plain):
        raise refusals.NotAMeterNumber
    with suppress(IntegrityError), transaction.atomic():
        # One at a time: the constraint knows one spelling only.
        LockedThings.lock([naming.meter(kind, plain)])
        if not Meter.objects.bound().filter(kind=kind, number__in=_spellings(plain)).exists():
            return Meter.objects.create(citizen=citizen, kind=kind, number=plain, people=people, bound_at=now)
    own = Meter.objects.of(citizen.pk).bound().filter(kind=kind)
    raise refusals.MeterBound if own.exists() else refusals.MeterTaken


def _spellings(number: str) -> list[str]:
    """How the same number may have been bound: with zeros before it, or with the sign, which was kept once."""
    bare = number.lstrip("0")
    padded = [bare.rjust(length, "0") for length in range(len(bare), LONGEST_NUMBER + 1)]
    return [*padded, *(f"NO{spelled}" for spelled in padded)]


def unbind(*, meter: Meter, now: datetime) -> Meter:
    """Frees the meter for others. Acts that were recorded stay."""
    with transaction.atomic():
        locked = _locked(meter)
        locked.unbound_at = now
        locked.save(update_fields=["unbound_at"])
    return locked


def enter(
    *, meter: Meter, day: date, amount: int, photo: Photo | None, last_year: int | None, now: datetime
) -> MeterReading:
    """The reading, and the act of the period that it completes, where it does. Raises `DomainError`.

    `last_year` is the use in the same days of the year before, from the bill; asked for where no own readings tell.
    """
    with transaction.atomic():
        if photo is not None:
            photo = put_to_use(photo=photo, now=now)
        meter = _locked(meter)
        earlier = list(meter.readings.select_related("photo").order_by("day"))
        _check(meter, earlier, day, amount, now)
        reading = MeterReading(meter=meter, day=day, amount=amount, photo=photo, entered_at=now)
        begin = beginning(meter, earlier, day)
        if begin is not None and (day - begin.day).days >= least_days(meter, begin.day):
            reference = _reference(earlier, begin.day, reading, last_year)
            activity = _recorded(begin, reading, reference, now)
            for shown in filter(None, (begin.photo, photo)):
                proofs.tie(photo=shown, activity_id=activity.pk)
            reading.activity_id = activity.pk
        reading.save()
    return reading


def beginning(meter: Meter, readings: Sequence[MeterReading], day: date) -> MeterReading | None:
    """The reading with which a period that ends on `day` begins: the earliest that no act has counted beyond."""
    last_counted = max((place for place, reading in enumerate(readings) if reading.activity_id), default=0)
    until = _counted_for_others_until(meter)
    open_ones = [reading for reading in readings[last_counted:] if reading.day >= until]
    near = [reading for reading in open_ones if (day - reading.day).days <= meter.method.longest_days]
    return near[0] if near else None


def least_days(meter: Meter, day: date) -> int:
    """How long a period that begins on `day` must be, by its rule."""
    book = RuleBook()
    in_force = book.rule_on(book.scenarios[meter.kind].pk, day)
    if in_force is None:
        return 1
    bounds = [bound.least for bound in in_force[1].plain_bounds if bound.measure == "duration_s" and bound.least]
    return int(max(bounds, default=SECONDS_PER_DAY)) // SECONDS_PER_DAY


def _locked(meter: Meter) -> Meter:
    locked = Meter.objects.bound().select_related("citizen").select_for_update(of=("self",))
    found = locked.filter(pk=meter.pk).first()
    if found is None:
        raise refusals.NoLongerBound
    return found


def _counted_for_others_until(meter: Meter) -> date:
    """The first day of which nothing has counted for whoever else had the meter."""
    until = counted_until(thing_of_meter(meter), besides=meter.citizen_id)
    return date.min if until is None else city_day(moment_of(until - 1)) + timedelta(days=1)


def _check(meter: Meter, earlier: Sequence[MeterReading], day: date, amount: int, now: datetime) -> None:
    if day > city_day(now):
        raise InTheFuture
    if day < _counted_for_others_until(meter):
        raise CountedAlready(kind=Kind.METER.value)
    if not earlier:
        return
    last = earlier[-1]
    if day <= last.day:
        raise refusals.ReadingNotLater(day=last.day.isoformat())
    if amount < last.amount:
        raise refusals.ReadingWentBack


def _reference(earlier: Sequence[MeterReading], first: date, reading: MeterReading, last_year: int | None) -> Reference:
    shown = reference_of([(each.day, each.amount) for each in earlier], first, reading.day)
    if shown is not None:
        return Reference(shown, is_from_readings=True)
    if last_year is None:
        raise refusals.ReferenceMissing
    return Reference(last_year, is_from_readings=False)


def _recorded(begin: MeterReading, reading: MeterReading, reference: Reference, now: datetime) -> Activity:
    meter = reading.meter
    small_unit = meter.method.small_unit
    draft = Draft(
        scenario=meter.kind,
        span=Span.PERIOD,
        started_at=day_span(begin.day)[0],
        ended_at=day_span(reading.day)[0],
        values={
            f"reading_start_{small_unit}": begin.amount,
            f"reading_end_{small_unit}": reading.amount,
            f"reference_{small_unit}": reference.amount,
            "people": meter.people,
        },
        client_id=f"meter-reading:{reading.public_id}",
        things=(thing_of_meter(meter),),
    )
    # A number from a bill is the citizen's word, whatever the photos show.
    is_shown = begin.photo is not None and reading.photo is not None and reference.is_from_readings
    evidence = Evidence.PHOTO if is_shown else Evidence.SELF_DECLARED
    [outcome] = intake.record(citizen=meter.citizen, drafts=[draft], channel=WAY_IN, evidence=evidence, now=now)
    if isinstance(outcome, Refused):
        raise outcome.error
    return outcome.activity
