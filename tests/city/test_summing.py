"""Roll-ups are what a fresh sum finds, after late acts, after what was taken back, and however often they are made."""

from datetime import date, timedelta

import pytest

from city.models import RolledDay, Rollup
from city.rollups import summing
from common.city_time import day_span
from tests.at_once import at_once
from tests.city.rolled_city import ONE_DAY, Act, RolledCity

FIRST = date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(catalogue) -> RolledCity:
    return RolledCity(7, citizens=30, first_day=FIRST, districts=["jinjiang", "pujiang", "jintang", ""])


def kept() -> dict:
    return {
        (row.day, row.district, row.scenario.code): (row.acts, row.grams, row.credits, row.citizens)
        for row in Rollup.objects.select_related("scenario")
    }


def noon(city: RolledCity):
    return day_span(city.day)[0] + timedelta(hours=12)


def an_act(city: RolledCity, *, day: date, citizen: int = 0, earned: tuple[int, int] = (160, 16)) -> Act:
    return Act(0, day, "jinjiang", "walking", "device", city.citizens[citizen], earned, noon(city))


def test_roll_ups_of_a_history_with_late_acts_and_revocations_are_its_fresh_sum(city):
    city.live(50, acts_a_day=12)

    assert kept() == city.sums()
    assert len(kept()) > 200
    assert any(act.revoked_at for act in city.acts)
    assert any(act.scored_at > day_span(act.day)[1] for act in city.acts)


def test_a_re_run_gives_the_same(city):
    city.live(10, acts_a_day=12)
    before = kept()

    summing.keep()
    assert kept() == before

    Rollup.objects.all().delete()
    RolledDay.objects.all().delete()
    summing.keep()
    assert kept() == before == city.sums()


def test_only_days_that_something_changed_are_summed_anew(city):
    city.live(5, acts_a_day=12, late=0)
    long_ago, of_before = FIRST + ONE_DAY, Rollup.objects.filter(day=FIRST + 2 * ONE_DAY).values_list("pk", flat=True)
    ids = set(of_before)

    city.score([an_act(city, day=long_ago)])
    assert summing.keep() == 1

    assert set(of_before) == ids
    assert kept() == city.sums()


def test_an_act_that_earned_nothing_or_was_taken_back_whole_leaves_no_row(city):
    nothing, gone = city.score([an_act(city, day=city.day, earned=(0, 0)), an_act(city, day=city.day)])
    summing.keep()
    assert kept() == {(FIRST, "jinjiang", "walking"): (1, 160, 16, 1)}

    city.revoke([gone], noon(city))
    summing.keep()

    assert kept() == {}
    assert not RolledDay.objects.exists()
    assert nothing.worth() == (0, 0)


def test_an_act_that_keeps_a_part_counts_with_it(city):
    [act] = city.score([an_act(city, day=city.day)])
    summing.keep()

    city.revoke([act], noon(city), in_full=False)
    summing.keep()

    assert kept() == {(FIRST, "jinjiang", "walking"): (1, 80, 8, 1)}


def test_credits_without_grams_count_too(city):
    city.score([an_act(city, day=city.day, earned=(0, 5))])
    summing.keep()

    assert kept() == {(FIRST, "jinjiang", "walking"): (1, 0, 5, 1)}


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_sum_the_same(city):
    city.live(3, acts_a_day=12)
    city.score([an_act(city, day=FIRST, citizen=number) for number in range(6)])

    answers = at_once([summing.keep] * 4)

    assert all(isinstance(answer, int) for answer in answers), answers
    assert kept() == city.sums()
