"""Driving an electric car: two photos within a day are one act."""

from datetime import timedelta

import pytest

from activities.models import Activity
from activities.refusals import OutOfBounds
from channels.household import driving, refusals
from channels.household.models import OdometerReading, Vehicle
from tests.channels.household.conftest import bind, shot
from tests.conftest import NOW, score_everything

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

START_M = 10_000_000


@pytest.fixture
def electric(alice) -> Vehicle:
    return bind(alice, "川AD12345", None)


def read(car: Vehicle, seed: int, odometer_m: int, *, after: timedelta = timedelta()) -> OdometerReading:
    now = NOW + after
    return driving.read(vehicle=car, photo=shot(car.citizen, seed, now), odometer_m=odometer_m, now=now)


def test_first_reading_is_a_beginning(electric):
    assert read(electric, 1, START_M).activity_id is None
    assert not Activity.objects.exists()


def test_two_readings_within_a_day_are_one_act(electric):
    read(electric, 1, START_M)
    second = read(electric, 2, START_M + 20_000, after=timedelta(hours=10))
    score_everything(NOW + timedelta(hours=10))

    activity = Activity.objects.get()
    assert (second.activity_id, activity.evidence) == (activity.pk, "photo")
    assert activity.values == {"odometer_start_m": START_M, "odometer_end_m": START_M + 20_000}
    assert activity.assessment.grams == 2394


def test_a_day_counts_150_km_at_most(electric):
    read(electric, 1, START_M)
    read(electric, 2, START_M + 200_000, after=timedelta(hours=10))
    score_everything(NOW + timedelta(hours=10))

    assert Activity.objects.get().assessment.grams == 17_955


def test_reading_after_more_than_a_day_begins_anew(electric):
    read(electric, 1, START_M)
    second = read(electric, 2, START_M + 20_000, after=timedelta(hours=25))
    third = read(electric, 3, START_M + 30_000, after=timedelta(hours=35))

    assert (second.activity_id, third.activity_id) == (None, Activity.objects.get().pk)


@pytest.mark.parametrize(
    ("odometer_m", "refusal"), [(START_M - 100, refusals.ReadingWentBack), (START_M + 500_000, OutOfBounds)]
)
def test_reading_that_cannot_be_is_refused(electric, odometer_m, refusal):
    first = read(electric, 1, START_M)

    with pytest.raises(refusal):
        read(electric, 2, odometer_m, after=timedelta(hours=1))

    assert list(OdometerReading.objects.all()) == [first]
    assert not Activity.objects.exists()
