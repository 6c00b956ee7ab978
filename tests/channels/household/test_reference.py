"""What a household would have used, from its own readings."""

from datetime import date

import pytest

from channels.household.reference import reference_of, used_between, year_before

LAST_YEAR = [(date(2025, 10, 20), 5_000_000), (date(2025, 11, 20), 5_310_000), (date(2025, 12, 20), 5_340_000)]


def test_use_between_readings_lies_on_the_line():
    assert used_between(LAST_YEAR, date(2025, 10, 30), date(2025, 11, 25)) == 215_000


def test_use_outside_of_the_readings_is_not_known():
    assert used_between(LAST_YEAR, date(2025, 10, 19), date(2025, 11, 25)) is None
    assert used_between([], date(2025, 10, 20), date(2025, 11, 20)) is None


def test_same_days_of_last_year_come_first():
    assert reference_of(LAST_YEAR, date(2026, 10, 20), date(2026, 11, 20)) == 310_000


def test_own_average_stands_in():
    readings = [(date(2026, 9, 1), 0), (date(2026, 9, 21), 60_000), (date(2026, 10, 1), 100_000)]

    assert reference_of(readings, date(2026, 9, 21), date(2026, 10, 21)) == 90_000


@pytest.mark.parametrize("readings", [[], [(date(2026, 9, 1), 0)], [(date(2026, 9, 1), 0), (date(2026, 9, 20), 9)]])
def test_short_past_tells_nothing(readings):
    assert reference_of(readings, date(2026, 9, 20), date(2026, 10, 20)) is None


def test_leap_day_has_a_year_before():
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
