"""Days, clock times and moments: one spelling means the same at every door; the API has a grammar of its own."""

from datetime import date, datetime, time

import pytest

from common.city_time import CITY_ZONE
from tests.doors.conftest import Door

pytestmark = pytest.mark.django_db

DAYS = [
    "day_in_the_form",
    "day_in_a_file",
    "day_of_a_reading",
    "first_day_of_an_offer",
    "first_day_at_the_desk",
    "day_of_a_source",
    "day_of_a_filter",
]
CLOCKS = ["start_in_the_form", "opening_of_a_merchant", "opening_at_the_desk"]
HALF_PAST_SIX = [
    "18:30",
    "18:30:00",
    "１８：３０",
    "下午 6:30",
    "下午6:30",
    "下午6点30分",
    "6:30 PM",
    "6:30pm",
    "傍晚 6 点半",
    "18时30分",
    "18:30:00.000",
    "\u200e18:30\u200b",
]


YESTERDAY = [
    "2026-11-22",
    "2026/11/22",
    "2026.11.22",
    "2026年11月22日",
    "2026 年 11 月 22 日",
    "2026年11月22日 星期日",
    "２０２６－１１－２２",
    "2026\u201111\u201122",
    "\u200e2026\u200e/11\u200e/22",
    "2026-11-22 0:00",
    "2026-11-22 00:00:00",
    "2026-11-22T00:00:00",
    "2026-11-22T00:00:00.000",
    "2026-11-22T00:00:00+08:00",
    "2026-11-22T00:00:00.000Z",
    "2026-11-21T16:00:00.000Z",
    "2026/11/22 上午 12:00:00",
]
NO_DAYS = [
    "22/11/2026",
    "11-22",
    "2026-11-31",
    "2026-W47-7",
    "20261122",
    "0001-01-01",
    "9999-12-31",
    "2026-11-22 24:00",
    "昨天",
]
NO_CLOCKS = {
    "24:00": "end_of_the_day",
    "25:00": "unreadable_clock",
    "18:60": "unreadable_clock",
    "上午 18:30": "unreadable_clock",
    "晚上 12:00": "unreadable_clock",
    "18.30": "unreadable_clock",
    "中午": "unreadable_clock",
}
MOMENTS = [
    *(f"2026-11-22 {clock}" for clock in HALF_PAST_SIX),
    "2026年11月22日下午6:30",
    "2026/11/22 下午 6:30:00",
    "2026/11/22, 6:30:00 PM",
    "2026-11-22T18:30:00+08:00",
    "2026-11-22T10:30:00.000Z",
    "2026-11-22 12:30 +0200",
    "2026-11-23 02:30 +16:00",
    "\ufeff2026-11-22T18:30\u202c",
]
NO_MOMENTS = [
    "18:30",
    "2026-11-28:30",
    "2026-11-22 18:30 +24:00",
    "9999-12-31 24:00",
]


@pytest.fixture
def door(request) -> Door:
    """The door that is named."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("door", DAYS, indirect=True)
def test_day_is_read_however_it_is_written(door):
    answers = {typed: str(answer) for typed, answer in door.answers(YESTERDAY).items()}

    assert answers == dict.fromkeys(YESTERDAY, "2026-11-22")


@pytest.mark.parametrize("door", DAYS, indirect=True)
def test_what_is_no_day_is_refused_alike(door):
    assert door.answers(NO_DAYS) == dict.fromkeys(NO_DAYS, "unreadable_day")


@pytest.mark.parametrize("door", CLOCKS, indirect=True)
def test_clock_is_read_however_it_is_written(door):
    answers = door.answers(HALF_PAST_SIX)

    assert [typed for typed, at in answers.items() if isinstance(at, str)] == []
    assert {at.astimezone(CITY_ZONE).time() for at in answers.values()} == {time(18, 30)}


@pytest.mark.parametrize("door", CLOCKS, indirect=True)
def test_what_is_no_clock_is_refused_alike(door):
    assert door.answers(NO_CLOCKS) == NO_CLOCKS


@pytest.mark.parametrize("door", ["moment_in_a_file", "moment_of_a_filter"], indirect=True)
def test_moment_is_read_however_it_is_written(door):
    half_past_six = datetime(2026, 11, 22, 18, 30, tzinfo=CITY_ZONE)

    assert door.answers(MOMENTS) == dict.fromkeys(MOMENTS, half_past_six)


def test_end_of_a_day_is_a_moment(moment_in_a_file):
    """The ride ends at 18:40 of the 22nd."""
    assert moment_in_a_file.answer("2026-11-22 24:00") == "ends_before_start"


@pytest.mark.parametrize("door", ["moment_in_a_file", "moment_of_a_filter"], indirect=True)
def test_other_moments_are_refused(door):
    assert door.answers(NO_MOMENTS) == dict.fromkeys(NO_MOMENTS, "unreadable_moment")


def test_day_alone_is_a_moment_of_a_filter_and_none_of_a_ride(moment_of_a_filter, moment_in_a_file):
    assert moment_of_a_filter.answer("2026/11/22") == datetime(2026, 11, 22, tzinfo=CITY_ZONE)
    assert moment_in_a_file.answer("2026/11/22") == "unreadable_moment"


def test_day_of_a_page_is_read_from_its_address(office, teahouse):
    for typed in ("2026-11-22", "2026/11/22", "２０２６-１１-２２"):
        answer = office.get(f"/merchant/{teahouse.public_id}/vouchers/", {"day": typed})
        assert answer.context["form"].cleaned_data["day"] == date(2026, 11, 22)

    for typed in ("20261122", "2026-W47-7", "9999-12-31"):
        assert office.get(f"/merchant/{teahouse.public_id}/vouchers/", {"day": typed}).status_code == 400
