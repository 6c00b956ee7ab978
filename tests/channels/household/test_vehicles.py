"""Binding a car: one plate, one citizen, until it is unbound."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from channels.household import pledges, refusals, vehicles
from channels.household.models import Pledge, Vehicle
from tests.channels.household.conftest import PLATE, bind
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def test_fuel_car_is_bound_with_its_engine(alice):
    car = bind(alice, "川a·12345", 1498)

    assert (car.citizen, car.plate, car.drive, car.engine_ml) == (alice, PLATE, "fuel", 1498)
    assert (car.bound_at, car.unbound_at) == (NOW, None)


def test_electric_car_has_no_engine(alice):
    car = bind(alice, "川AD12345", 1498)

    assert (car.drive, car.engine_ml) == ("electric", None)


@pytest.mark.parametrize(
    ("plate", "engine_ml", "refusal"),
    [
        ("京A12345", 1498, refusals.NotAPlate),
        ("川AF12345", 1498, refusals.HybridCar),
        (PLATE, None, refusals.EngineSizeMissing),
    ],
)
def test_what_cannot_be_bound_is_refused(alice, plate, engine_ml, refusal):
    with pytest.raises(refusal):
        bind(alice, plate, engine_ml)

    assert not Vehicle.objects.exists()


@pytest.mark.parametrize("district", ["", "berlin"])
def test_fuel_car_of_no_district_is_refused(alice, district):
    with pytest.raises(refusals.DistrictMissing):
        bind(alice, district=district)

    assert not Vehicle.objects.exists()


def test_car_moves_but_not_while_it_is_left(alice, car):
    assert vehicles.move(vehicle=car, district="dayi").district == "dayi"
    pledges.declare(vehicle=car, days=1, now=NOW)

    with pytest.raises(refusals.PledgeOpen):
        vehicles.move(vehicle=car, district="wuhou")
    with pytest.raises(refusals.DistrictMissing):
        vehicles.move(vehicle=car, district="")

    car.refresh_from_db()
    assert car.district == "dayi"


def test_plate_that_another_has_bound_is_refused(bob, car):
    with pytest.raises(refusals.PlateTaken):
        bind(bob)

    assert list(Vehicle.objects.all()) == [car]


def test_own_plate_is_bound_once(alice, car):
    with pytest.raises(refusals.PlateBound):
        bind(alice)

    assert list(Vehicle.objects.all()) == [car]


def test_database_holds_a_plate_for_one(bob, car):
    with pytest.raises(IntegrityError), transaction.atomic():
        Vehicle.objects.create(citizen=bob, plate=PLATE, drive="fuel", engine_ml=1, bound_at=NOW)


def test_unbinding_frees_the_plate(bob, car):
    vehicles.unbind(vehicle=car, now=NOW)

    assert bind(bob).citizen == bob
    car.refresh_from_db()
    assert car.unbound_at == NOW


def test_unbinding_abandons_an_open_pledge(car):
    pledge = pledges.declare(vehicle=car, days=2, now=NOW)

    vehicles.unbind(vehicle=car, now=NOW + timedelta(hours=1))

    pledge.refresh_from_db()
    assert pledge.status == "abandoned"
    with pytest.raises(refusals.NoLongerBound):
        vehicles.unbind(vehicle=car, now=NOW)
    with pytest.raises(refusals.NoLongerBound):
        pledges.declare(vehicle=car, days=2, now=NOW)
    assert Pledge.objects.count() == 1


def test_fourth_car_is_refused(alice):
    for number in range(3):
        bind(alice, f"川A1234{number}")

    with pytest.raises(refusals.TooManyBound):
        bind(alice)

    assert Vehicle.objects.count() == 3
