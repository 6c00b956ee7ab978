"""Beside oneself: the same days a year before, and only those on which one was there."""

from datetime import date

import pytest

from activities.telling.diary import Earned
from portal.year.beside import Sums, beside_oneself, sums_of
from portal.year.spans import span_of, year_before

WALKING = 1
TODAY = date(2026, 11, 23)


def earned(*days: date) -> list[Earned]:
    return [Earned(day, WALKING, 1000, 100) for day in days]


def test_a_running_year_is_held_against_the_same_days_of_the_year_before():
    rows = earned(date(2025, 3, 1), date(2025, 11, 23), date(2025, 11, 24), date(2026, 2, 1))

    found = beside_oneself(span_of("2026", TODAY), rows, since=date(2024, 5, 1))

    assert found.before == Sums(2000, 200, 2)
    assert found.now == Sums(1000, 100, 1)
    assert (found.first, found.last, found.is_part) == (date(2026, 1, 1), TODAY, False)


def test_days_before_the_first_act_of_all_are_left_out_on_both_sides():
    rows = earned(date(2025, 6, 10), date(2026, 1, 5), date(2026, 6, 9), date(2026, 6, 10))

    found = beside_oneself(span_of("2026", TODAY), rows, since=date(2025, 6, 10))

    assert (found.now, found.before) == (Sums(1000, 100, 1), Sums(1000, 100, 1))
    assert (found.first, found.is_part) == (date(2026, 6, 10), True)


@pytest.mark.parametrize("since", [None, date(2026, 1, 1), date(2025, 11, 24)])
def test_who_was_not_there_has_nothing_to_be_held_against(since):
    assert beside_oneself(span_of("2026", TODAY), [], since) is None


def test_a_month_is_held_against_the_same_month():
    rows = earned(date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 2), date(2026, 3, 3))

    found = beside_oneself(span_of("2026-03", TODAY), rows, since=date(2025, 1, 1))

    assert (found.now.days, found.before.days) == (2, 1)


def test_the_29th_of_february_has_the_28th_before_it():
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    found = beside_oneself(span_of("2029", date(2029, 12, 31)), [], since=date(2028, 2, 29))
    assert found.first == date(2029, 3, 1)


def test_a_day_on_which_nothing_is_left_is_no_active_day():
    assert sums_of([Earned(TODAY, WALKING, 0, 0)], TODAY, TODAY) == Sums(0, 0, 0)


@pytest.mark.parametrize("code", ["26", "2027", "1999", "9999", "2026-13", "2026-12", "x", "", "２０２６"])
def test_what_is_no_span_or_has_not_begun_is_none(code):
    with pytest.raises(ValueError, match=r".*"):
        span_of(code, TODAY)


def test_a_span_knows_its_neighbours():
    year, month = span_of("2025", TODAY), span_of("2026-11", TODAY)

    assert (year.before, year.after, year.is_running) == ("2024", "2026", False)
    assert (month.before, month.after, month.until) == ("2026-10", "", TODAY)
