"""How claims are read and doubted."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methodologies.base import Bound, Claim, ClaimError, Doubt
from methodologies.registry import all_methodologies, methodology

WALKING = methodology("walking")
BIKE_SHARE = methodology("bike-share")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ({}, "missing"),
        ({"steps": None}, "missing"),
        ({"steps": "8000"}, "not_a_whole_number"),
        ({"steps": 8000.0}, "not_a_whole_number"),
        ({"steps": True}, "not_a_whole_number"),
        ({"steps": [8000]}, "not_a_whole_number"),
        ({"steps": 10**15}, "too_many_digits"),
        ({"steps": 1, "metres": 2}, "unknown"),
    ],
)
def test_unreadable_claim_is_refused_with_its_reason(raw, reason):
    with pytest.raises(ClaimError) as refused:
        WALKING.read(raw, duration_s=86_400)
    assert refused.value.reason == reason


def test_check_doubts_what_lies_outside_of_a_bound_and_nothing_on_it():
    bounds = (Bound("steps", Decimal(1), Decimal(100_000)),)

    assert WALKING.check(Claim({"steps": 1}, 86_400), bounds) == ()
    assert WALKING.check(Claim({"steps": 100_000}, 86_400), bounds) == ()
    assert WALKING.check(Claim({"steps": 100_001}, 86_400), bounds) == (
        Doubt("steps", Decimal(100_001), Decimal(1), Decimal(100_000)),
    )


def test_ride_of_two_km_in_ten_minutes_goes_at_twelve_km_an_hour():
    assert BIKE_SHARE.measured(Claim({"distance_m": 2000}, 600), "mean_speed_kmh") == Decimal(12)


def test_ride_without_duration_is_infinitely_fast():
    assert BIKE_SHARE.measured(Claim({"distance_m": 2000}, 0), "mean_speed_kmh").is_infinite()


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.decimals(0, 1000, places=5))
def test_more_of_the_act_never_gives_fewer_grams(first, second, rate):
    less, more = sorted((first, second))
    for method in all_methodologies().values():
        factors = {slot.name: rate for slot in method.slots}
        names = [quantity.name for quantity in method.quantities]
        grams = [method.quantify(Claim(dict.fromkeys(names, value), 600), factors) for value in (less, more)]
        assert grams[0] <= grams[1]
