"""Months as addresses write them."""

from datetime import date

import pytest

from common.city_time import month_of, next_month, previous_month


def test_a_month_is_read_and_has_neighbours():
    assert month_of("2026-12") == date(2026, 12, 1)
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert next_month(date(2026, 1, 1)) == date(2026, 2, 1)
    assert previous_month(date(2026, 3, 1)) == date(2026, 2, 1)
    assert previous_month(date(2026, 1, 1)) == date(2025, 12, 1)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-1", "202611", "2026-W1", "x", "２０２６-11", "0000-01"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        month_of(text)
