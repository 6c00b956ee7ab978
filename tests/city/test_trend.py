"""The last days as bars: each day stands in its place, the last week is compared with the one before."""

from datetime import timedelta

import pytest

from city.models import DayFigures
from city.trend import trend
from scenarios.rules import Evidence
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


def keep(acts_by_days_ago, evidence=Evidence.DEVICE):
    DayFigures.objects.bulk_create(
        DayFigures(day=TODAY - timedelta(days=ago), evidence=evidence, acts=acts, grams=acts, credits=acts)
        for ago, acts in acts_by_days_ago.items()
    )


def test_there_is_none_before_two_weeks_are_kept():
    assert trend() is None
    keep({0: 4, 12: 4})
    assert trend() is None


def test_a_day_without_acts_has_its_place():
    keep({0: 10, 3: 5, 13: 20})

    shown = trend()
    assert [day.day for day in shown.days] == [TODAY - timedelta(days=ago) for ago in range(13, -1, -1)]
    none = (0, 0)
    shapes = [(day.acts, day.height) for day in shown.days]
    assert shapes == [(20, 100), *[none] * 9, (5, 25), *[none] * 2, (10, 50)]


def test_acts_of_every_proof_count_and_no_more_than_thirty_days_are_shown():
    keep(dict.fromkeys(range(40), 2))
    keep(dict.fromkeys(range(40), 1), Evidence.PROVIDER)

    shown = trend()
    assert {day.acts for day in shown.days} == {3}
    assert len(shown.days) == 30
    assert shown.last.day == TODAY


@pytest.mark.parametrize(
    ("week", "before", "percent"),
    [(105, 100, 5), (100, 105, -5), (7, 7, 0), (3, 2, 50), (1, 200, -100)],
)
def test_the_week_is_compared_with_the_one_before(week, before, percent):
    keep({0: week, 7: before, 13: 0})

    shown = trend()
    assert (shown.of_a_week, shown.of_the_week_before) == (week, before)
    assert shown.change_percent == percent
    assert shown.fall_percent == -percent


def test_after_a_week_without_acts_there_is_no_percentage():
    keep({0: 5, 20: 5})

    assert trend().change_percent is None
