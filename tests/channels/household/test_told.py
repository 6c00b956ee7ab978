"""Whoever sent photos of an odometer is told once what a person decided, and why not."""

from datetime import timedelta

import pytest

from channels.household import driving, pledges, reviewing
from channels.household.models import OdometerReview
from tests.channels.household.conftest import bind, shot, timeless
from tests.conftest import NOW
from tests.inboxes import led_to, said_to

pytestmark = pytest.mark.usefixtures("catalogue", "budget")
START_M = 52_000_000
LATER = NOW + timedelta(hours=49)


@pytest.fixture
def pledge(car):
    declared = pledges.declare(vehicle=car, days=2, now=NOW)
    parked = pledges.start(pledge=declared, photo=shot(car.citizen, 1, NOW), odometer_m=START_M, now=NOW)
    pledges.finish(pledge=parked, photo=timeless(car.citizen, 2, LATER), odometer_m=START_M, now=LATER)
    return parked


@pytest.fixture
def car_read_twice(alice):
    electric = bind(alice, "川AD12345", None)
    driving.read(vehicle=electric, photo=shot(alice, 1, NOW), odometer_m=START_M, now=NOW)
    later = NOW + timedelta(hours=10)
    driving.read(vehicle=electric, photo=timeless(alice, 2, later), odometer_m=START_M + 20_000, now=later)
    return electric


def test_of_a_pledge_that_was_accepted(pledge, desk, alice):
    reviewing.accept(review=OdometerReview.objects.get(), by=desk, now=LATER)
    assert said_to(alice) == ["Your pledge to leave the car was accepted."]
    assert led_to(alice) == [pledge.get_absolute_url()]


def test_of_a_pledge_that_was_refused_with_the_reason(pledge, desk, alice):
    reviewing.refuse(review=OdometerReview.objects.get(), reason="unclear", note="", by=desk, now=LATER)
    assert said_to(alice) == [
        "Your pledge to leave the car was not accepted. The reading of the odometer cannot be made out."
    ]
    assert said_to(alice, "zh-hans") == ["您的停驶承诺没有通过。里程表读数看不清楚。"]


def test_of_kilometres_on_power(car_read_twice, desk, alice):
    reviewing.refuse(review=OdometerReview.objects.get(), reason="other_car", note="", by=desk, now=LATER)
    [sentence] = said_to(alice)
    assert sentence.startswith("The kilometres that you drove on power were not accepted. The two photos do not show")
    assert led_to(alice) == [car_read_twice.get_absolute_url()]


def test_of_kilometres_on_power_that_were_accepted(car_read_twice, desk, alice):
    reviewing.accept(review=OdometerReview.objects.get(), by=desk, now=LATER)
    assert said_to(alice) == ["The kilometres that you drove on power were accepted."]
