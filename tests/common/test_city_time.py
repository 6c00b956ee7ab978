"""The city's day, whatever clock sent the act."""

from datetime import UTC, date, datetime, time

from common.city_time import at_city_time, city_day, day_span


def test_day_begins_at_midnight_in_chengdu_and_not_in_greenwich():
    assert city_day(datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert city_day(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) == date(2026, 11, 23)


def test_span_of_a_day_meets_the_next():
    start, end = day_span(date(2026, 11, 23))

    assert start == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert end == day_span(date(2026, 11, 24))[0]


def test_city_clock_is_eight_hours_ahead():
    assert at_city_time(date(2026, 11, 23), time(8)) == datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
