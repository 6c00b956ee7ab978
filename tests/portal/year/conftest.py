"""A citizen with some days of a year, looked at on one day."""

import pytest
import time_machine

from tests.conftest import NOW, record, ride, score_everything, walk


@pytest.fixture
def today():
    """Pages are asked at noon of 23 November 2026."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def year_of_alice(catalogue, budget, today, alice, bob):
    """Three acts that count on two days: 523 g, 51 credits; one too short to count, and one of Bob's."""
    record(alice, walk(8000), ride(2000), walk(14_800, days_ago=1))
    record(bob, walk(9000))
    score_everything()
    return alice
