"""Chengdu's rule by the last digit: which plate may not drive on which day."""

from datetime import date, datetime, time

import pytest

from accounts.districts import District
from common.city_time import at_city_time
from scenarios.refusals import HolidaysUnknown
from scenarios.restrictions import restriction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

MONDAY = date(2026, 11, 23)


def at(day: int, hour: int) -> datetime:
    """An hour of a day in November 2026."""
    return at_city_time(date(2026, 11, day), time(hour))


@pytest.mark.parametrize(
    ("plate", "day"),
    [
        ("川A12341", MONDAY),
        ("川A12346", MONDAY),
        ("川A12342", date(2026, 11, 24)),
        ("川A12348", date(2026, 11, 25)),
        ("川A12349", date(2026, 11, 26)),
        ("川A12340", date(2026, 11, 27)),
        ("川A1236M", MONDAY),
    ],
)
def test_plate_may_not_drive_on_its_day(plate, day):
    assert restriction().applies(plate, "wuhou", day)


@pytest.mark.parametrize(
    ("plate", "day"),
    [
        ("川A12342", MONDAY),
        ("川A12341", date(2026, 11, 28)),
        ("川A12341", date(2026, 2, 16)),  # Spring Festival
        ("川A12340", date(2026, 2, 14)),  # a Saturday that is worked
    ],
)
def test_plate_may_drive_on_the_others(plate, day):
    assert not restriction().applies(plate, "wuhou", day)


@pytest.mark.parametrize(
    ("begin", "end", "days"),
    [
        (at(22, 12), at(23, 12), [MONDAY]),
        (at(22, 6), at(23, 7), []),
        (at(23, 20), at(24, 20), []),
        (at(23, 19), at(24, 19), [MONDAY]),
        (at(23, 0), at(30, 12), [MONDAY, date(2026, 11, 30)]),
    ],
)
def test_day_counts_as_restricted_where_its_hours_meet_the_stretch(begin, end, days):
    assert restriction().days_between("川A12341", "wuhou", begin, end) == days


def test_next_day_skips_the_days_of_others_and_holidays():
    assert restriction().next_day("川A12341", "wuhou", MONDAY) == MONDAY
    assert restriction().next_day("川A12342", "wuhou", MONDAY) == date(2026, 11, 24)
    assert restriction().next_day("川A12341", "wuhou", date(2026, 9, 29)) == date(2026, 10, 12)


@pytest.mark.parametrize(
    ("district", "inside"),
    [("jinjiang", True), ("gaoxin", True), ("xindu", True), ("jianyang", False), ("dayi", False), ("", True)],
)
def test_rule_holds_where_the_ring_is_and_where_nobody_said(district, inside):
    assert restriction().applies("川A12341", district, MONDAY) is inside
    assert (restriction().next_day("川A12341", district, MONDAY) is not None) is inside


def test_districts_of_the_rule_are_districts():
    [(_begin, rotation)] = restriction().rotations

    assert set(rotation.districts) <= set(District.values)


def test_year_whose_holidays_are_not_known_refuses_to_guess():
    new_year = date(2027, 1, 1)

    with pytest.raises(HolidaysUnknown) as refused:
        restriction().days_between(
            "川A12345", "wuhou", at_city_time(new_year, time(6)), at_city_time(new_year, time(9))
        )

    assert refused.value.facts == {"year": "2027"}
    assert restriction().next_day("川A12345", "wuhou", date(2026, 12, 26)) is None


def test_of_a_plate_that_may_drive_on_that_weekday_anyway_no_holiday_need_be_known():
    assert not restriction().applies("川A12341", "wuhou", date(2027, 1, 1))
    assert not restriction().applies("川A12345", "dayi", date(2027, 1, 1))


def test_before_the_rule_began_nothing_was_restricted():
    assert not restriction().applies("川A12341", "wuhou", date(2023, 8, 7))
    assert restriction().rotation_on(date(2023, 8, 10)) is None


def test_holidays_of_2025_are_known_too():
    assert not restriction().applies("川A12341", "wuhou", date(2025, 10, 6))
    assert restriction().applies("川A12341", "wuhou", date(2025, 10, 13))
