"""A day says what five citizens did, and says something else only when five others came or went."""

from datetime import date, timedelta

import pytest

from city.models import PublishedCell, PublishedDay
from city.rollups import publishing, reading, releasing
from city.rollups.periods import Unit
from city.rollups.reading import ALL, NONE, REST, Note, Row
from common.city_time import at_city_time, day_span
from tests.city.rolled_city import ONE_DAY, Act, RolledCity

FIRST = date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(catalogue) -> RolledCity:
    return RolledCity(1, citizens=40, first_day=FIRST, districts=["jinjiang"])


def noon(city: RolledCity):
    return day_span(city.day)[0] + timedelta(hours=12)


def walks(
    city: RolledCity,
    number: int,
    *,
    since: int = 0,
    day: date | None = None,
    earned: tuple[int, int] = (160, 16),
    hours: int = 0,
    **other: str,
) -> list[Act]:
    """So many citizens walk one after the other, a minute apart, from so many hours after noon on."""
    told = {"district": "jinjiang", "scenario": "walking", "evidence": "device", **other}
    return city.score(
        [
            Act(0, day or city.day, told["district"], told["scenario"], told["evidence"], citizen, earned, moment)
            for place, citizen in enumerate(city.citizens[since : since + number])
            for moment in [noon(city) + timedelta(hours=hours, minutes=place)]
        ]
    )


def days() -> list[Row]:
    return [*reading.by_period(Unit.DAY, before=date(2027, 1, 1), count=400).rows]


def test_a_day_of_four_is_hidden_and_in_no_sum(city):
    walks(city, 4)
    city.midnight()
    walks(city, 7)
    city.midnight()

    assert days() == [Row("2026-09-01", left_out=1), Row("2026-09-02", 7, 1120, 112, 5)]
    assert [*reading.by_period(Unit.WEEK, before=city.day, count=4).rows] == [Row("2026-W36", 7, 1120, 112, None, 1)]
    assert reading.since_start().total == Row(ALL, 7, 1120, 112, 5)


def test_late_acts_of_four_wait_for_a_fifth_and_are_then_noted(city):
    walks(city, 6)
    city.midnight()
    walks(city, 4, since=6, day=FIRST)
    city.midnight()
    assert days() == [Row("2026-09-01", 6, 960, 96, 5)]

    walks(city, 1, since=10, day=FIRST)
    city.midnight()

    revised_at = day_span(FIRST + 2 * ONE_DAY)[1]
    assert days() == [Row("2026-09-01", 11, 1760, 176, 10, note=Note(5, 0, revised_at))]


@pytest.mark.parametrize("gone", [1, 4, 6, 9])
def test_what_few_took_back_or_few_would_be_left_of_changes_nothing(city, gone):
    acts = walks(city, 10)
    city.midnight()

    city.revoke(acts[:gone], noon(city))
    city.midnight()

    assert days() == [Row("2026-09-01", 10, 1600, 160, 10)]


def test_what_five_took_back_is_noted(city):
    acts = walks(city, 10)
    city.midnight()

    city.revoke(acts[:5], noon(city))
    city.midnight()

    assert days() == [Row("2026-09-01", 5, 800, 80, 5, note=Note(0, 5, day_span(FIRST + ONE_DAY)[1]))]


def test_today_never_tells_of_the_last_five(city):
    later = noon(city) + timedelta(hours=1)
    walks(city, 9)
    assert not publishing.publish_today(later)
    assert reading.today(later).total == Row(ALL)

    walks(city, 1, since=30)
    for act in walks(city, 3, since=20):
        assert act.day == FIRST
    assert publishing.publish_today(later)

    shown = reading.today(later)
    assert (shown.total.acts, shown.total.citizens) == (8, 5)
    assert shown.as_of is not None
    walks(city, 4, since=31)
    assert [publishing.publish_today(later) for _look in range(3)] == [False, False, False]
    city.midnight()
    [row] = days()
    assert (row.acts, row.note) == (17, None)


def test_what_few_took_back_holds_neither_today_nor_its_end_still(city):
    acts = walks(city, 10)
    assert publishing.publish_today(noon(city) + timedelta(hours=1))
    city.revoke(acts[:2], noon(city) + timedelta(hours=1))
    walks(city, 6, since=20, hours=2)

    later = noon(city) + timedelta(hours=3)
    assert publishing.publish_today(later)
    assert reading.today(later).total.acts == 11
    city.midnight()
    assert days() == [Row("2026-09-01", 16, 2560, 256, 15)]

    city.revoke(acts[2:5], noon(city))
    city.midnight()
    assert days() == [Row("2026-09-01", 11, 1760, 176, 10, note=Note(0, 5, day_span(FIRST + ONE_DAY)[1]))]


def test_few_late_acts_hold_nothing_still_that_five_took_back(city):
    acts = walks(city, 10)
    city.midnight()
    walks(city, 2, since=10, day=FIRST)
    city.revoke(acts[:5], noon(city))
    city.midnight()
    assert days() == [Row("2026-09-01", 5, 800, 80, 5, note=Note(0, 5, day_span(FIRST + ONE_DAY)[1]))]

    walks(city, 3, since=12, day=FIRST)
    city.midnight()

    assert days() == [Row("2026-09-01", 10, 1600, 160, 10, note=Note(5, 5, day_span(FIRST + 2 * ONE_DAY)[1]))]


def test_a_month_is_released_on_the_eighth_and_says_what_its_days_say(city):
    for _day in range(30):
        walks(city, 6)
        walks(city, 4, since=6, district="pujiang")
        walks(city, 2, since=10, district="")
        walks(city, 5, since=12, scenario="metro")
        city.midnight()
    assert reading.released(Unit.MONTH) == []

    while city.day < date(2026, 10, 7):
        city.midnight()
    city.work(at_city_time(city.day, releasing.sealing.SEALED_AT))
    assert reading.released(Unit.MONTH) == []
    city.midnight()

    assert reading.released(Unit.MONTH) == ["2026-09"]
    table = reading.by_district("2026-09")
    told = {row.key: (row.acts, row.citizens) for row in table.rows}
    assert (told["jinjiang"], told["pujiang"], told[NONE]) == ((330, 10), (None, None), (None, None))
    assert told[REST] == (180, 5)
    assert told["jintang"] == (0, 0)
    assert table.total == Row(ALL, 510, 81600, 8160, 15)
    assert reading.by_period(Unit.MONTH, before=city.day, count=1).rows[0].acts == 510
    assert {row.key: row.acts for row in reading.by_scenario("2026-09").rows} == {"walking": 360, "metro": 150}
    mix = reading.by_scenario("2026-09", district="jinjiang")
    assert {row.key: row.acts for row in mix.rows} == {"walking": 180, "metro": 150}
    assert mix.total.acts == 330


def test_the_smallest_joins_a_rest_that_would_be_of_few(city):
    for _day in range(30):
        walks(city, 9)
        walks(city, 3, since=10, district="pujiang")
        walks(city, 5, since=20, district="jintang")
        city.midnight()
    city.day = date(2026, 10, 8)
    walks(city, 5)
    city.midnight()

    told = {row.key: row.acts for row in reading.by_district("2026-09").rows if row.acts != 0}
    assert told == {"jinjiang": 270, "pujiang": None, "jintang": None, REST: 240}


def test_a_released_month_is_final(city):
    for _day in range(40):
        walks(city, 6)
        city.midnight()
    before = [*PublishedCell.objects.values()], reading.by_period(Unit.DAY, before=city.day, count=400).rows[:30]

    acts = walks(city, 12, since=10, day=FIRST)
    city.midnight()
    city.revoke(acts[:6], noon(city))
    city.midnight()

    assert (
        [*PublishedCell.objects.values()],
        reading.by_period(Unit.DAY, before=city.day, count=400).rows[:30],
    ) == before
    assert PublishedDay.objects.get(day=FIRST).acts == 6


def test_every_table_comes_to_its_total(city):
    city.districts += ["pujiang", "jintang", ""]
    city.homes = {citizen: city.chance.choice(city.districts) for citizen in city.citizens}
    city.live(40, acts_a_day=25)

    periods = [None, *reading.released(Unit.MONTH), *reading.released(Unit.YEAR)]
    over = PublishedDay.objects.filter(day__lt=date(2026, 10, 1)).dates("day", "month", order="DESC")
    assert periods == [None, *(f"{month:%Y-%m}" for month in over), "2026"]
    assert "2026-09" in periods
    for period in periods:
        of_districts = reading.by_district(period)
        tables = [of_districts, reading.by_scenario(period), reading.by_evidence(period)]
        tables += [
            reading.by_scenario(period, district=row.key) for row in of_districts.rows if row.acts and row.key != REST
        ]
        for table in tables:
            for of in ("acts", "grams", "credits"):
                assert sum(getattr(row, of) or 0 for row in table.rows) == getattr(table.total, of)


OF_NOTHING = (0, 2), (160, 0)
"""An act without grams, such as a quiz, and one without credits, such as one over a cap."""


@pytest.mark.parametrize("earned", OF_NOTHING)
def test_acts_of_no_grams_or_no_credits_hide_nobody_elses(city, earned):
    walks(city, 4, earned=earned)
    walks(city, 1, since=4)
    city.midnight()
    walks(city, 9, earned=earned)
    city.midnight()

    told = Row("2026-09-02", 9, 9 * earned[0], 9 * earned[1], 5)
    assert days() == [Row("2026-09-01", left_out=1), told]


@pytest.mark.parametrize("earned", OF_NOTHING)
def test_late_acts_need_five_citizens_for_their_grams_and_their_credits(city, earned):
    walks(city, 6)
    city.midnight()
    walks(city, 5, since=6, day=FIRST, earned=earned)
    walks(city, 4, since=11, day=FIRST)
    city.midnight()
    assert days() == [Row("2026-09-01", 6, 960, 96, 5)]

    walks(city, 1, since=15, day=FIRST)
    city.midnight()

    [row] = days()
    assert (row.acts, row.grams, row.credits) == (16, 1760 + 5 * earned[0], 176 + 5 * earned[1])


@pytest.mark.parametrize("earned", OF_NOTHING)
def test_what_is_taken_back_and_what_stays_need_them_too(city, earned):
    of_nothing, walked = walks(city, 5, earned=earned), walks(city, 9, since=5)
    city.midnight()
    before = days()

    city.revoke([*of_nothing, *walked[:4]], noon(city))
    city.midnight()
    assert days() == before

    city.revoke(walked[4:8], noon(city))
    city.midnight()
    assert days() == before


@pytest.mark.parametrize("earned", OF_NOTHING)
def test_today_never_tells_of_the_grams_or_credits_of_the_last_five(city, earned):
    later = noon(city) + timedelta(hours=1)
    walks(city, 9)
    walks(city, 9, since=9, earned=earned)

    assert not publishing.publish_today(later)


@pytest.mark.parametrize("earned", OF_NOTHING)
def test_a_scenario_is_shown_with_five_citizens_for_its_grams_and_its_credits(city, earned):
    for _day in range(30):
        walks(city, 9, scenario="metro")
        walks(city, 9, since=9, scenario="bus", earned=earned)
        walks(city, 9, since=18, earned=earned)
        walks(city, 1, since=27)
        city.midnight()
    city.day = date(2026, 10, 8)
    walks(city, 5)
    city.midnight()

    assert told(reading.by_scenario("2026-09")) == {"bus": None, "metro": None, "walking": None, REST: 840}


def test_what_is_taken_back_in_part_needs_five_citizens_beside_what_is_taken_back_wholly(city):
    acts = walks(city, 20)
    city.midnight()
    before = days()

    city.revoke(acts[:5], noon(city))
    city.revoke(acts[5:6], noon(city), in_full=False)
    city.midnight()
    assert days() == before

    city.revoke(acts[6:10], noon(city), in_full=False)
    city.midnight()

    [row] = days()
    assert (row.acts, row.grams, row.note.taken_back) == (15, 10 * 160 + 5 * 80, 10)


def until_released(city: RolledCity) -> None:
    city.midnight()
    city.day = date(2026, 10, 8)
    walks(city, 5)
    city.midnight()


def told(table: reading.Table) -> dict[str, int | None]:
    return {row.key: row.acts for row in table.rows}


def test_proof_is_not_told_where_a_scenario_subtracts_to_one_citizen(city):
    for citizen in range(5):
        walks(city, 1, since=20 + citizen, scenario="bike-share", evidence="photo", earned=(50 + citizen, 5 + citizen))
    walks(city, 1, since=25, scenario="waste-sorting", evidence="provider", earned=(777, 7))
    walks(city, 9, since=30, scenario="quiz", evidence="provider", earned=(0, 2))
    for citizen in range(16):
        walks(city, 1, since=citizen, earned=(100 + citizen, 10 + citizen))
    until_released(city)

    of_scenarios = {"bike-share": None, "waste-sorting": None, "quiz": 9, "walking": 16, REST: 6}
    assert told(reading.by_scenario("2026-09")) == of_scenarios
    assert told(reading.by_evidence("2026-09")) == {"photo": None, "provider": None, "device": 16, REST: 15}


def test_scenarios_that_earn_the_same_each_time_are_not_put_together_alone(city):
    walks(city, 4, scenario="quiz", evidence="provider", earned=(0, 2))
    walks(city, 3, since=4, scenario="waste-sorting", evidence="provider", earned=(100, 10))
    for citizen in range(9):
        walks(city, 1, since=citizen, scenario="bike-share", earned=(100 + citizen, 10 + citizen))
        walks(city, 2, since=citizen, scenario="metro", earned=(300 + citizen, 30 + citizen))
    until_released(city)

    assert told(reading.by_scenario("2026-09")) == {
        "bike-share": None,
        "metro": 18,
        "quiz": None,
        "waste-sorting": None,
        REST: 16,
    }


def test_a_scenario_that_began_in_the_month_does_not_tell_what_few_others_did_on_its_days(city):
    city.begin("bus", date(2026, 9, 2))
    for day_s_walkers, rides in (9, 0), (1, 9):
        for citizen in range(day_s_walkers):
            walks(city, 1, since=citizen, earned=(100 + citizen, 10 + citizen))
        for citizen in range(rides):
            walks(city, 1, since=20 + citizen, scenario="bus", earned=(200 + citizen, 20 + citizen))
        city.midnight()
    until_released(city)

    assert told(reading.by_scenario("2026-09")) == {"bus": None, "walking": None, REST: 19}
    assert told(reading.by_evidence("2026-09")) == {"device": None, REST: 19}
