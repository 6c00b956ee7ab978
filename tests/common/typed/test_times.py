"""Every day and every minute in every spelling."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.city_time import CITY_ZONE, at_city_time
from common.errors import DomainError
from common.typed import times

DAYS = st.dates(date(1970, 1, 2), date(9000, 12, 31))
DAY_SPELLINGS = [
    "{0:04}-{1:02}-{2:02}",
    "{0:04}/{1}/{2}",
    "{0:04}年{1}月{2}日",
    "{0:04}.{1}.{2} 0:00",
    "{0:04}-{1}-{2}T00:00:00.000",
]
CLOCK_SPELLINGS = ["{0:02}:{1:02}", "{0}:{1:02}:00", "{0}点{1}分", "{0} 时 {1:02} 分", "{0:02}:{1:02}:00.000"]


@given(DAYS, st.sampled_from(DAY_SPELLINGS))
def test_every_day_is_read(day, spelling):
    assert times.day(spelling.format(day.year, day.month, day.day), label="日期") == day


@given(st.times(), st.sampled_from(CLOCK_SPELLINGS))
def test_every_minute_is_read(clock, spelling):
    assert times.clock(spelling.format(clock.hour, clock.minute), label="时间") == time(clock.hour, clock.minute)


@given(DAYS, st.times(), st.sampled_from(DAY_SPELLINGS[:3]), st.sampled_from(CLOCK_SPELLINGS))
def test_every_minute_of_every_day_is_read(day, clock, of_day, of_clock):
    written = f"{of_day.format(day.year, day.month, day.day)} {of_clock.format(clock.hour, clock.minute)}"

    assert times.moment(written, label="时间") == at_city_time(day, time(clock.hour, clock.minute))


@pytest.mark.parametrize(
    ("hour", "written"),
    [
        (0, ["凌晨 12:00", "上午 12:00", "AM 12:00", "12:00 am"]),
        (8, ["上午 8:00", "早上8点", "8:00 a.m."]),
        (11, ["中午 11:00", "上午 11:00"]),
        (12, ["中午 12:00", "下午 12:00", "12:00 PM"]),
        (13, ["中午 1:00", "下午 1:00", "1:00 p.m."]),
        (18, ["下午 18:00", "傍晚 6:00", "下午6点", "6:00PM"]),
        (20, ["晚上 8:00", "晚上 20:00"]),
    ],
)
def test_words_for_the_half_of_a_day_say_which_hour(hour, written):
    assert {times.clock(each, label="时间") for each in written} == {time(hour)}


@pytest.mark.parametrize("written", ["晚上 12:00", "晚上 1:00", "中午 6:00", "上午 13:00", "AM 6:00 PM", "下午 25:00"])
def test_words_that_contradict_the_hour_or_leave_it_open_are_refused(written):
    with pytest.raises(DomainError):
        times.clock(written, label="时间")


@given(st.text(max_size=30))
def test_no_text_whatever_breaks_the_reading(text):
    for read in (times.day, times.clock, times.moment, times.since_midnight):
        with suppress(DomainError):
            assert read(text, label="时间") is not None


def test_end_of_a_day_is_the_beginning_of_the_next():
    assert times.moment("2026-12-31 24:00", label="时间") == datetime(2027, 1, 1, tzinfo=CITY_ZONE)
    assert times.since_midnight("24:00", label="时间") == timedelta(days=1)
