"""What a citizen does often: by the days of four weeks, what today has already, and what may be told of again."""

from datetime import timedelta

import pytest

from activities.gate.drafts import Draft
from activities.telling import often
from methodologies.base import Span
from scenarios.models import Scenario
from tests.conftest import NOW, TODAY, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


def habits_of(citizen):
    return often.habits(often.lately(citizen.pk, TODAY), Scenario.objects.all())


def test_what_was_done_on_most_days_comes_first_however_often_a_day(alice):
    record(alice, walk(4000), walk(5000, days_ago=1), walk(6000, days_ago=2))
    record(alice, *(ride(1000, ago=timedelta(hours=hours)) for hours in (2, 3, 4, 5)))

    assert [(habit.scenario.code, habit.days, habit.acts_today) for habit in habits_of(alice)] == [
        ("walking", 3, 1),
        ("bike-share", 1, 4),
    ]


def test_what_is_older_than_four_weeks_or_of_somebody_else_is_no_habit(alice, bob):
    record(alice, walk(4000, days_ago=29))
    record(bob, walk(4000))

    assert habits_of(alice) == []
    record(alice, walk(4000, days_ago=28))
    assert [habit.days for habit in habits_of(alice)] == [1]


def test_a_ride_may_be_told_of_again_and_a_total_of_a_day_may_not(alice):
    record(alice, walk(4000, days_ago=1), ride(1000, ago=timedelta(days=1)), ride(2000, ago=timedelta(days=1, hours=2)))

    riding, walking = sorted(habits_of(alice), key=lambda habit: habit.scenario.code)

    assert riding.claim == "2 公里"
    assert walking.again is None


def test_readings_of_an_odometer_are_never_told_of_again(alice):
    readings = {"odometer_start_m": 59_758_000, "odometer_end_m": 59_793_000}
    record(alice, Draft("ev-driving", Span.PERIOD, NOW - timedelta(hours=3), NOW - timedelta(hours=1), readings))

    (driving,) = habits_of(alice)

    assert (driving.scenario.code, driving.again) == ("ev-driving", None)


def test_today_is_told_with_what_it_earned(alice):
    record(alice, walk(8000))
    assert often.lately(alice.pk, TODAY)[Scenario.objects.get(code="walking").pk].credits_today == 0

    score_everything()

    assert habits_of(alice)[0].credits_today == 16


def test_two_statements_however_much_was_done(alice, django_assert_num_queries):
    record(alice, *(walk(500, days_ago=ago) for ago in range(28)), *(ride(1000 + n) for n in range(5)))
    scenarios = list(Scenario.objects.all())

    with django_assert_num_queries(2):
        assert len(often.habits(often.lately(alice.pk, TODAY), scenarios)) == 2


def test_a_ride_is_told_of_again_as_it_was_at_its_time_of_day_today(client, alice, time_machine):
    time_machine.move_to(NOW, tick=False)
    record(alice, ride(2347, minutes=15, ago=timedelta(days=1, hours=4)))
    client.force_login(alice)

    form = client.get(f"/act/bike-share/?again={habits_of(alice)[0].again.public_id}").context["form"]

    shown = {name: form[name].value() for name in ("distance_m", "day", "start", "minutes")}
    assert shown == {"distance_m": "2.34", "day": TODAY, "start": "08:00", "minutes": 15}


@pytest.mark.parametrize("ago", [timedelta(hours=1), timedelta(hours=20)])
def test_where_it_cannot_be_over_by_now_or_was_today_it_has_just_ended(client, alice, time_machine, ago):
    time_machine.move_to(NOW, tick=False)
    record(alice, ride(2000, minutes=15, ago=ago))
    client.force_login(alice)

    form = client.get(f"/act/bike-share/?again={habits_of(alice)[0].again.public_id}").context["form"]

    assert form["start"].value() == "11:45"


def test_nobody_begins_with_the_act_of_another(client, alice, bob, time_machine):
    time_machine.move_to(NOW, tick=False)
    record(bob, ride(2000))
    client.force_login(alice)

    form = client.get(f"/act/bike-share/?again={habits_of(bob)[0].again.public_id}").context["form"]

    assert form["distance_m"].value() is None
