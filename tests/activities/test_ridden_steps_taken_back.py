"""Steps beside rides, taken back in any order and by whomever: what does not count any more uses up nothing."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from django.db.models import Sum

from activities import reinstating
from activities.models import Activity, Assessment, Reason, Recounting, Revocation
from activities.scoring import taking_back, taking_sets_back
from activities.scoring.taking_sets_back import Asked
from activities.scoring.worth import Worth
from activities.second_opinion.auditing import Sample, findings
from common.city_time import city_day
from tests.activities.test_best_counting import assert_books_are_sound
from tests.activities.test_ridden_steps import A_SECOND, LATE, TYPED, balance, earned, revoke, ridden, steps, tell
from tests.conftest import make_citizen, record, score_everything

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


def metro():
    """At the time of the ride, so that it counts as if it were typed: 233 g and 23 credits."""
    ride = ridden()
    values = {"origin": "xipu", "destination": "chunxilu"}
    return replace(ride, scenario="metro", values=values, ended_at=ride.started_at + timedelta(minutes=40))


def first(citizen, code):
    """The act of that kind that was recorded first."""
    return Activity.objects.filter(citizen=citizen, scenario__code=code).earliest("pk")


def by_desk(act):
    taking_back.take_back(activity=act, reason=Reason.MISTAKEN, by=make_citizen(), now=LATE + 2 * A_SECOND)


def by_citizen(act):
    taking_back.withdraw(activity=act, now=LATE + 2 * A_SECOND)


def as_a_set(act):
    today = city_day(LATE)
    asked = Asked(today, today, scenario="walking")
    taking_sets_back.begin(asked=asked, reason=Reason.OPERATOR, by=make_citizen(), now=LATE, edition=None)
    assert taking_sets_back.go_on(now=LATE + 2 * A_SECOND) == 1


@pytest.fixture
def ridden_away(alice):
    """alice's 1,000 steps: once the metro journey is gone, they are fewer than her ride's."""
    tell(alice, ridden(), metro(), (steps(1000), TYPED))
    assert earned(alice) == [(67, 6), (233 - 67, 23 - 6), (10, 1)]
    revoke(alice, "metro")
    assert balance(alice) == 6
    return first(alice, "walking")


@pytest.mark.parametrize("take_back", [by_desk, by_citizen, as_a_set])
def test_steps_of_which_nothing_counts_are_taken_back_and_the_right_ones_are_paid(alice, ridden_away, take_back):
    take_back(ridden_away)
    assert_given_back(ridden_away, Worth())
    assert_books_are_sound()

    record(alice, steps(1700), now=LATE)
    score_everything(LATE + 3 * A_SECOND)

    # 500 of them are walked.
    assert earned(alice)[-1] == (10, 1)
    assert balance(alice) == 6 + 1
    assert_books_are_sound()


def assert_given_back(act, worth):
    assert Worth(*Revocation.objects.values_list("grams", "credits").get(pk=act.pk)) == worth


def test_both_count_again_after_steps_of_which_nothing_counted_were_taken_back(alice, ridden_away):
    by_desk(ridden_away)

    for number, code in enumerate(["walking", "metro"], start=3):
        revocation = Revocation.objects.get(activity=first(alice, code))
        reinstating.reinstate(revocation=revocation, by=make_citizen(), now=LATE + number * A_SECOND)
        score_everything(LATE + number * A_SECOND)
        assert_books_are_sound()

    assert balance(alice) == 23 + 1


def test_of_two_totals_alike_one_is_taken_back_and_a_further_ride_is_paid(alice):
    """A phone and a watch told the same 8,000 steps."""
    tell(alice, steps(8000), steps(8000, client_id="watch"), ridden())
    phone = first(alice, "walking")
    by_desk(phone)
    assert_given_back(phone, Worth())
    assert_books_are_sound()

    record(alice, ridden(1400, hours_ago=4), now=LATE)
    score_everything(LATE + 3 * A_SECOND)

    # 47 g and 4 credits, less those of its 1,200 steps.
    assert earned(alice)[-1] == (23, 2)
    assert_books_are_sound()


SUMS = Sum("grams"), Sum("credits")
DAY = {
    "ride": ridden(),
    "metro": metro(),
    "phone": steps(1900),
    "watch": steps(1900, client_id="watch"),
    "morning": ridden(1400, hours_ago=4, client_id="morning"),
}
TOLD = [
    ["ride", "metro", "phone", "watch"],
    ["watch", "metro", "phone", "ride"],
    ["metro", "phone", "ride", "watch"],
    ["phone", "ride", "morning", "watch"],
    ["morning", "watch", "metro", "ride"],
]


@pytest.mark.parametrize("told", TOLD, ids=" ".join)
def test_a_day_that_is_taken_back_whole_leaves_nothing_in_any_order(told):
    days = {order: make_citizen() for order in permutations(told)}
    staff, now = make_citizen(), LATE
    for name in told:
        now += A_SECOND
        for citizen in days.values():
            record(citizen, DAY[name], now=LATE)
        score_everything(now)

    for place in range(len(told)):
        now += A_SECOND
        for order, citizen in days.items():
            taken = Activity.objects.filter(citizen=citizen).order_by("pk")[told.index(order[place])]
            taking_back.take_back(activity=taken, reason=Reason.MISTAKEN, by=staff, now=now)
        assert [str(found) for found in findings(Sample())] == []

    for citizen in days.values():
        assert balance(citizen) == 0
        assert counting(citizen) == (0, 0)
    assert_books_are_sound()


def counting(citizen):
    """Grams and credits of all that was paid, with what counts besides."""
    paid = Assessment.objects.filter(activity__citizen=citizen).aggregate(*SUMS)
    besides = Recounting.objects.filter(citizen_id=citizen.pk).aggregate(*SUMS)
    return tuple(paid[name] + (besides[name] or 0) for name in paid)
