"""Days and moments are read as RFC 3339 writes them, and whatever else somebody sends is refused, never an error."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from common.rfc3339 import day_of, moment_of

OTHER_DAYS = (
    "20261120",
    "2026-W47-1",
    "2026W471",
    "2026-324",
    "2026324",
    "2026-11",
    "2026-1-2",
    "2026-11-31",
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    " 2026-11-20",
    "2026-11-20\n",
    "2026/11/20",
    "２０２６-11-20",
    "2026-11-20T00:00:00Z",
    "+2026-11-20",
    "1969-12-31",
    "9001-01-01",
    "0000-01-01",
    "",
)
OTHER_MOMENTS = (
    "2026-11-20",
    "20261120T080000Z",
    "2026-W47-1T08:00:00Z",
    "2026-324T08:00:00Z",
    "2026-11-20 08:00:00Z",
    "2026-11-20T08:00:00",
    "2026-11-20T08:00Z",
    "2026-11-20T08Z",
    "2026-11-20T24:00:00Z",
    "2026-11-20T08:00:60Z",
    "2026-11-20T08:60:00Z",
    "2026-11-20T08:00:00,5Z",
    "2026-11-20T08:00:00.Z",
    "2026-11-20T08:00:00+0800",
    "2026-11-20T08:00:00+08",
    "2026-11-20T08:00:00+08:00:00",
    "2026-11-20T08:00:00+08:00:30",
    "2026-11-20T08:00:00+08:00:00.5",
    "2026-11-20T08:00:00+24:00",
    "2026-11-20T08:00:00+08:60",
    "2026-11-20T08:00:00−08:00",
    "2026-11-20T08:00:00 +08:00",
    "2026-11-31T08:00:00Z",
    "1969-12-31T23:59:59Z",
    "9001-01-01T00:00:00Z",
    "",
)
GRAMMAR = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
"""Written from the RFC, beside what the code has."""
ODDITIES = st.one_of(
    st.text(max_size=40),
    st.text("0123456789-:TtZzW+. ", max_size=40),
    st.sampled_from([*OTHER_DAYS, *OTHER_MOMENTS]),
    st.from_regex(GRAMMAR, fullmatch=True),
)


@pytest.mark.parametrize("text", OTHER_DAYS)
def test_what_is_no_day_of_the_document_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011, whatever it says
        day_of(text)


@pytest.mark.parametrize("text", OTHER_MOMENTS)
def test_what_is_no_moment_of_the_document_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011, whatever it says
        moment_of(text)


@given(st.dates(date(1970, 1, 1), date(9000, 12, 31)))
def test_every_day_is_read(day):
    assert day_of(f"{day.year:04}-{day.month:02}-{day.day:02}") == day


ZONES = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(1970, 1, 3), datetime(9000, 12, 28), timezones=ZONES))  # noqa: DTZ001, zones are drawn
@example(datetime(2026, 11, 20, 8, tzinfo=timezone(timedelta(hours=16))))
@example(datetime(2026, 11, 20, 8, tzinfo=timezone(timedelta(hours=-16))))
def test_every_moment_is_read_in_utc_whatever_its_offset(moment):
    read = moment_of(moment.isoformat())

    assert (read, read.tzinfo) == (moment, UTC)


@pytest.mark.parametrize(
    ("text", "microsecond"),
    [
        ("2026-11-20T08:00:00.5Z", 500_000),
        ("2026-11-20t08:00:00.000001z", 1),
        ("2026-11-20T08:00:00.123456789012345678901234567890Z", 123_456),
    ],
)
def test_fractions_of_a_second_are_read_to_the_microsecond(text, microsecond):
    assert moment_of(text) == datetime(2026, 11, 20, 8, 0, 0, microsecond, tzinfo=UTC)


@given(ODDITIES)
def test_whatever_is_sent_is_read_or_refused(text):
    try:
        moment = moment_of(text)
    except ValueError:
        return
    assert GRAMMAR.fullmatch(text)
    assert moment.tzinfo is UTC


@given(ODDITIES)
def test_whatever_is_sent_as_a_day_is_read_or_refused(text):
    try:
        day = day_of(text)
    except ValueError:
        return
    assert day.isoformat() == text
