"""The last day of a publication: so many working days after it began, by the holidays that the desk knows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.cycle.deadlines import last_day
from projects.refusals import CalendarUnknown
from scenarios.calendars.years import Calendars, YearCalendar
from scenarios.rules import Source, Standing

SOURCE = Source("公告", "国务院办公厅", "2025-11-04")
Y2026 = YearCalendar(
    {
        "national-day": (date(2026, 10, 1), date(2026, 10, 7)),
        "mid-autumn": (date(2026, 9, 25), date(2026, 9, 27)),
        "new-year": (date(2026, 1, 1), date(2026, 1, 3)),
    },
    frozenset({date(2026, 9, 20), date(2026, 10, 10), date(2026, 1, 4)}),
    Standing.OFFICIAL,
    SOURCE,
)
Y2027 = YearCalendar({"new-year": (date(2026, 12, 31), date(2027, 1, 2))}, frozenset(), Standing.OFFICIAL, SOURCE)
KNOWN = Calendars({2026: Y2026})
BOTH = Calendars({2026: Y2026, 2027: Y2027})
DAYS = st.dates(date(2026, 1, 1), date(2026, 10, 20))


@pytest.mark.parametrize(
    ("begun", "days", "last"),
    [
        ("2026-11-23", 7, "2026-12-02"),
        ("2026-11-20", 7, "2026-12-01"),
        ("2026-11-21", 7, "2026-12-01"),
        # Seven days of National Day, and the Saturday that is worked for them.
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-09-18", 1, "2026-09-20"),
    ],
)
def test_the_last_day_is_the_seventh_that_is_worked(begun, days, last):
    assert last_day(date.fromisoformat(begun), days, KNOWN) == date.fromisoformat(last)


def test_new_year_of_a_known_year_may_begin_in_december():
    assert last_day(date(2026, 12, 30), 1, BOTH) == date(2027, 1, 4)


@pytest.mark.parametrize("begun", ["2026-12-18", "2026-12-28", "2027-03-01"])
def test_a_year_that_is_not_known_refuses(begun):
    with pytest.raises(CalendarUnknown) as refused:
        last_day(date.fromisoformat(begun), 7, KNOWN)
    assert refused.value.facts["year"] == 2027


@given(begun=DAYS, days=st.integers(1, 30))
def test_so_many_days_after_it_are_worked_and_the_last_is_one(begun, days):
    last = last_day(begun, days, KNOWN)

    after = [begun + timedelta(days=number) for number in range(1, (last - begun).days + 1)]
    assert sum(map(KNOWN.is_workday, after)) == days
    assert KNOWN.is_workday(last)


@given(begun=DAYS, days=st.integers(1, 29))
def test_a_day_more_ends_later_and_a_later_beginning_never_earlier(begun, days):
    assert last_day(begun, days + 1, KNOWN) > last_day(begun, days, KNOWN)
    assert last_day(begun + timedelta(days=1), days, KNOWN) >= last_day(begun, days, KNOWN)
