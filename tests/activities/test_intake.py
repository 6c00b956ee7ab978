"""The gate: what it records, what it recognises, what it refuses, and that a refusal leaves nothing behind."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from activities.intake import Recorded, Refused, Repeated
from activities.models import Activity, ActivityKey, Status
from common.city_time import day_span
from scenarios.rules import Evidence
from tests.conftest import NOW, record, ride, walk
from tests.credits.test_ledger import in_own_connection

pytestmark = pytest.mark.usefixtures("catalogue")


def test_accepted_act_waits_to_be_scored(alice):
    [outcome] = record(alice, walk(8000))

    assert isinstance(outcome, Recorded)
    activity = Activity.objects.get()
    assert activity == outcome.activity
    assert (activity.status, activity.values, activity.district) == (Status.PENDING, {"steps": 8000}, "jinjiang")
    assert activity.city_day == NOW.date()


def test_same_act_again_is_recognised_and_recorded_once(alice):
    [first] = record(alice, walk(8000))
    [second] = record(alice, walk(8000))

    assert second == Repeated(first.activity)
    assert Activity.objects.count() == 1


def test_same_act_twice_in_one_call_is_recorded_once(alice):
    first, second = record(alice, ride(2000, client_id="a"), ride(2000, client_id="a"))

    assert isinstance(first, Recorded)
    assert second == Repeated(first.activity)
    assert Activity.objects.count() == 1


def test_client_id_with_another_act_is_refused(alice):
    record(alice, ride(2000, client_id="a"))

    [outcome] = record(alice, ride(3000, client_id="a"))

    assert isinstance(outcome, Refused)
    assert outcome.error.code == "id_reused"
    assert Activity.objects.get().values == {"distance_m": 2000}


def test_same_client_id_of_two_citizens_is_two_acts(alice, bob):
    record(alice, ride(2000, client_id="a"))
    [outcome] = record(bob, ride(2000, client_id="a"))

    assert isinstance(outcome, Recorded)
    assert Activity.objects.count() == 2


def test_each_draft_is_answered_on_its_own_and_in_order(alice):
    outcomes = record(alice, walk(8000), walk(-5), ride(2000), ride(2000))

    assert [type(outcome) for outcome in outcomes] == [Recorded, Refused, Recorded, Repeated]
    assert Activity.objects.count() == 2


def test_acts_are_numbered_in_the_order_in_which_they_came(alice):
    drafts = [walk(1000 + number, days_ago=number) for number in range(50)]

    record(alice, *drafts)

    steps = list(Activity.objects.order_by("pk").values_list("values__steps", flat=True))
    assert steps == [draft.values["steps"] for draft in drafts]


TOMORROW = walk(8000, days_ago=-1)
STILL_RIDING = ride(2000, ago=timedelta(minutes=5))
BACKWARDS = replace(ride(2000), ended_at=ride(2000).started_at)
BEFORE_2016 = replace(
    walk(8000), **dict(zip(("started_at", "ended_at"), day_span(NOW.date().replace(year=2015)), strict=True))
)


@pytest.mark.parametrize(
    ("draft", "code", "sentence"),
    [
        (walk(-5), "out_of_bounds", "Steps: -5 steps is not between 1 step and 100,000 steps."),
        (walk(10**9), "out_of_bounds", "Steps: 1,000,000,000 steps is not between 1 step and 100,000 steps."),
        (TOMORROW, "in_the_future", "This lies in the future. You can report it once it has happened."),
        (STILL_RIDING, "in_the_future", "This lies in the future. You can report it once it has happened."),
        (BACKWARDS, "ends_before_start", "The end must come after the start."),
        (BEFORE_2016, "not_in_force", "Walking did not earn credits yet on Nov. 23, 2015."),
        (replace(walk(1), values={"steps": "many"}), "unreadable_claim", "Steps must be a whole number."),
        (replace(walk(1), values={}), "unreadable_claim", "Steps is missing."),
        (replace(walk(1), values={"steps": 1, "x": 1}), "unreadable_claim", "x is not asked for here."),
        (replace(walk(1), scenario="flying"), "unknown_scenario", "There is no scenario “flying”."),
        (ride(299), "out_of_bounds", "Distance: 0.29 km is not between 0.3 km and 15 km."),
        (ride(2000, minutes=1), "out_of_bounds", "Duration: 1 min is less than 2 min."),
        (ride(14_000, minutes=20), "out_of_bounds", "Mean speed: 42 km/h is not between 4 km/h and 25 km/h."),
        (
            replace(walk(1), scenario="bike-share"),
            "period_asked",
            "This scenario counts single acts: send “started_at” and “ended_at”.",
        ),
        (replace(ride(2000), scenario="walking"), "day_asked", "This scenario counts the total of a day: send “day”."),
    ],
)
def test_refusal_says_why_and_records_nothing(alice, draft, code, sentence):
    with translation.override("en"):
        [outcome] = record(alice, draft)

        assert isinstance(outcome, Refused)
        assert outcome.error.code == code
        assert outcome.error.sentence == sentence
    assert not Activity.objects.exists()
    assert not ActivityKey.objects.exists()


def test_typed_act_may_be_seven_days_old_and_no_older(alice):
    with translation.override("en"):
        on_time, late = record(alice, walk(8000, days_ago=7), walk(8000, days_ago=8), evidence=Evidence.SELF_DECLARED)

        assert isinstance(on_time, Recorded)
        assert late.error.sentence == "It is too late to report this day: the last chance was Nov. 22, 2026."


def test_device_may_send_any_day_since_the_rule_is_in_force(alice):
    [outcome] = record(alice, walk(8000, days_ago=3650))

    assert isinstance(outcome, Recorded)


def test_a_recorded_act_is_answered_as_it_stands_in_the_table(alice):
    outcome = record(alice, walk(8000))[0]

    kept = Activity.objects.get()
    columns = [field.attname for field in Activity._meta.concrete_fields]
    assert [getattr(outcome.activity, column) for column in columns] == [getattr(kept, column) for column in columns]
    assert (kept.district, kept.values, kept.recorded_at) == ("jinjiang", {"steps": 8000}, NOW)


def test_number_of_statements_does_not_grow_with_the_drafts(alice, django_assert_num_queries):
    record(alice, walk(1, days_ago=400))  # the rules are read once for each process
    # A savepoint of the test's transaction, whose accounts were merged into hers, the acts with their keys, its end.
    with django_assert_num_queries(4):
        record(alice, *(walk(8000, days_ago=day) for day in range(300)))


def test_act_sent_again_after_its_window_is_recognised(alice):
    [first] = record(alice, walk(8000, days_ago=7, client_id="a"), evidence=Evidence.SELF_DECLARED)
    tomorrow = NOW + timedelta(days=1)

    again, another = record(
        alice,
        walk(8000, days_ago=7, client_id="a"),
        walk(9000, days_ago=7, client_id="a"),
        evidence=Evidence.SELF_DECLARED,
        now=tomorrow,
    )

    assert again == Repeated(first.activity)
    assert another.error.code == "too_late"
    assert Activity.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_same_acts_sent_by_six_at_once_are_recorded_once(alice):
    drafts = [walk(8000, days_ago=day, client_id=f"day-{day}") for day in range(30)]

    def send(number):
        order = drafts[number * 5 :] + drafts[: number * 5]
        return in_own_connection(lambda: record(alice, *order))

    with ThreadPoolExecutor(6) as pool:
        answers = [outcome for answer in pool.map(send, range(6)) for outcome in answer]

    assert Activity.objects.count() == 30
    assert sum(isinstance(outcome, Recorded) for outcome in answers) == 30
    assert sum(isinstance(outcome, Repeated) for outcome in answers) == 150
