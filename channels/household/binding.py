"""Which of a citizen's cars and meters an act counts: also one that is told by a form or a program."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, cached_property

from django.urls import reverse

from accounts.models import User
from activities.gate.drafts import Draft
from activities.things import naming
from activities.things.naming import NamedThing
from channels.household import refusals
from channels.household.meter_methods import meter_methods
from channels.household.models import Meter, Vehicle
from channels.household.parking import parking, with_restricted_days
from channels.household.plates import read_plate
from common.errors import DomainError
from methodologies import idle_car
from methodologies.car import CarMethod
from methodologies.registry import all_methodologies


@cache
def car_methods() -> Mapping[str, CarMethod]:
    """The methodologies that count a car, by their codes, which are those of their scenarios."""
    return {code: method for code, method in all_methodologies().items() if isinstance(method, CarMethod)}


def things_of_car(scenario: str, plate: str) -> tuple[NamedThing, ...]:
    """What an act of this scenario counts of a car: its time, and its kilometres where it drives."""
    hours = naming.car_hours(plate)
    return (naming.car_kilometres(plate), hours) if car_methods()[scenario].counts_kilometres else (hours,)


def thing_of_meter(meter: Meter) -> NamedThing:
    """What an act counts of a meter: its time."""
    return naming.meter(meter.kind, meter.number)


def _of_car(draft: Draft, car: Vehicle) -> Draft:
    """The draft with what it counts of a car, and with the days on which that may not drive, whatever it says of them.

    Raises `RestrictedAnyway`, `scenarios.restrictions.HolidaysUnknown`.
    """
    named = replace(draft, things=things_of_car(draft.scenario, car.plate))
    if draft.scenario != idle_car.METHODOLOGY.code:
        return named
    stood = parking(
        plate=car.plate,
        district=car.district,
        started_at=draft.started_at,
        until=draft.ended_at,
        days=idle_car.METHODOLOGY.longest_days,
    )
    if stood.whole_days > 0 and not stood.days_counted:
        raise refusals.RestrictedAnyway
    return replace(named, values=with_restricted_days(draft.values, stood))


class CarsAndMeters:
    """What of these is a citizen's now, as `activities.bound.Bound`; read once, when an act asks for one."""

    def __init__(self, citizen: User) -> None:
        self._citizen = citizen

    def cars_for(self, scenario: str) -> list[Vehicle]:
        """The cars that such an act can count; none where it counts no car."""
        method = car_methods().get(scenario)
        return [car for car in self._cars if car.drive == method.drive] if method else []

    def missing_for(self, scenario: str) -> tuple[str, DomainError] | None:
        """Where to bind what such an act counts, and why, while nothing that fits is bound."""
        if scenario in car_methods() and not self.cars_for(scenario):
            return reverse("household:bind_vehicle"), refusals.CarNotBound()
        if scenario in meter_methods() and scenario not in self._meters:
            return reverse("household:bind_meter", args=[scenario]), refusals.MeterNotBound()
        return None

    def names_for(self, scenario: str) -> list[str]:
        """The plates among which a citizen names one."""
        return [car.plate for car in self.cars_for(scenario)]

    def name(self, draft: Draft, called: str = "") -> Draft:
        """The draft with what is known of the things that it counts, or with the reason why it counts none."""
        try:
            if draft.scenario in car_methods():
                return _of_car(draft, self._car(draft.scenario, called))
            if draft.scenario in meter_methods():
                return replace(draft, things=(thing_of_meter(self._meter(draft.scenario)),))
        except DomainError as error:
            return replace(draft, unnamed=error)
        return draft

    def _meter(self, kind: str) -> Meter:
        meter = self._meters.get(kind)
        if meter is None:
            raise refusals.MeterNotBound
        return meter

    def _car(self, scenario: str, plate: str) -> Vehicle:
        """The car of that plate, or the only one that fits."""
        read, drive = read_plate(plate), car_methods()[scenario].drive
        named = [car for car in self._cars if read is not None and car.plate == read.text]
        cars = named if plate else self.cars_for(scenario)
        if not cars:
            raise refusals.CarNotBound
        if len(cars) > 1:
            raise refusals.CarNotNamed
        if cars[0].drive != drive:
            raise refusals.CarDoesNotFit(drive=drive)
        return cars[0]

    @cached_property
    def _cars(self) -> list[Vehicle]:
        return list(Vehicle.objects.of(self._citizen.pk).bound().order_by("pk"))

    @cached_property
    def _meters(self) -> Mapping[str, Meter]:
        """By their kind; of each there is at most one."""
        return {meter.kind: meter for meter in Meter.objects.of(self._citizen.pk).bound()}


bound_by = CarsAndMeters
