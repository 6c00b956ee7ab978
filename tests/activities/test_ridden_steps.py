"""A phone counts steps while its owner pedals: those of a ride that counts do not count again, whatever came first."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils.translation import override

from activities import reinstating
from activities.models import Activity, Assessment, Reason, Recounting, Revocation, Status
from activities.scoring import scorer, taking_back
from activities.second_opinion.auditing import Sample, findings
from activities.telling.explanation import explain
from activities.telling.met import counted_already
from credits import budgets, statements
from scenarios.rules import Evidence
from tests.activities.test_best_counting import assert_books_are_sound
from tests.at_once import at_once
from tests.conftest import NOW, make_citizen, record, ride, score_everything, walk
from tests.house.test_docs import SCORING, example

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

LATE = NOW + timedelta(days=30)
"""Rides take something off steps from 9 December on."""
A_SECOND = timedelta(seconds=1)
TYPED, DEVICE = Evidence.SELF_DECLARED, Evidence.DEVICE


def steps(number, **more):
    return walk(number, now=LATE, **more)


def ridden(metres=2000, *, minutes=20, hours_ago=2, **more):
    """67 g and 6 credits by default; of steps 1,200."""
    return ride(metres, minutes=minutes, ago=hours_ago * timedelta(hours=1), now=LATE, **more)


def tell(citizen, *acts, one_by_one=True):
    for act in acts:
        draft, evidence = act if isinstance(act, tuple) else (act, DEVICE)
        record(citizen, draft, evidence=evidence, now=LATE)
        if one_by_one:
            score_everything(LATE)
    score_everything(LATE)


def earned(citizen):
    own = Assessment.objects.filter(activity__citizen=citizen).order_by("activity_id")
    return [(one.grams, one.credits) for one in own]


def total(citizen):
    sums = Assessment.objects.filter(activity__citizen=citizen).aggregate(grams=Sum("grams"), credits=Sum("credits"))
    return sums["grams"], sums["credits"]


def act_of(citizen, code):
    return Activity.objects.with_outcome().get(citizen=citizen, scenario__code=code)


def revoke(citizen, code, *, after=A_SECOND):
    staff = make_citizen()
    return taking_back.take_back(activity=act_of(citizen, code), reason=Reason.MISTAKEN, by=staff, now=LATE + after)


ROWS = example(SCORING, "ridden-steps")
ACT = re.compile(r"([\d,.]+)(?: km in (\d+) min)? by (\w+)")


def told_of(words):
    amount, minutes, evidence = ACT.fullmatch(words).groups()
    draft = ridden(int(float(amount) * 1000), minutes=int(minutes)) if minutes else steps(int(amount.replace(",", "")))
    return draft, Evidence(evidence)


def worth(words):
    grams, credits = words.split(" g, ")
    return int(grams), int(credits)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['steps']} {row['ride']}")
def test_steps_and_a_ride_end_with_the_same_in_both_orders_and_in_one_batch(alice, bob, row):
    walked, ride_of_day = told_of(row["steps"]), told_of(row["ride"])
    at_once = make_citizen()

    tell(alice, walked, ride_of_day)
    tell(bob, ride_of_day, walked)
    tell(at_once, walked, ride_of_day, one_by_one=False)

    assert earned(alice) == [worth(row["steps first"]), worth(row["then the ride"])]
    assert earned(bob) == [worth(row["ride first"]), worth(row["then the steps"])]
    assert total(alice) == total(bob) == total(at_once) == worth(row["together"])
    assert_books_are_sound()


@pytest.mark.parametrize("one_by_one", [True, False])
def test_a_day_ends_the_same_whether_steps_or_rides_came_first(alice, bob, one_by_one):
    rides = [ridden(client_id="noon"), ridden(hours_ago=4, client_id="morning")]

    tell(alice, steps(3000), *rides, steps(8000), one_by_one=one_by_one)
    tell(bob, rides[0], steps(8000), rides[1], steps(3000), one_by_one=one_by_one)

    # 5,600 of 8,000 steps are walked.
    assert total(alice) == total(bob) == (112 + 67 + 67, 11 + 6 + 6)
    assert_books_are_sound()


@pytest.mark.django_db(transaction=True)
def test_a_day_ends_the_same_though_both_are_told_at_once(alice):
    at_once([lambda: tell(alice, steps(8000)), lambda: tell(alice, ridden())])
    score_everything(LATE)

    assert total(alice) == (136 + 67, 13 + 6)
    assert_books_are_sound()


def test_a_smaller_total_after_the_ride_earns_nothing(alice):
    tell(alice, steps(8000), ridden(), steps(7000))

    assert earned(alice) == [(160, 16), (43, 3), (0, 0)]


def test_what_is_above_the_cap_of_steps_pays_for_the_ride(alice):
    tell(alice, steps(30_000), ridden())

    assert earned(alice) == [(296, 29), (67, 6)]
    assert not Recounting.objects.exists()


def test_a_ride_on_a_shared_e_bike_takes_nothing_off(alice):
    tell(alice, steps(8000), replace(ridden(), scenario="ebike-share"))

    assert earned(alice) == [(160, 16), (70, 7)]


def test_before_9_december_steps_and_rides_do_not_meet(alice):
    record(alice, walk(8000), ride(2000))
    score_everything()

    assert total(alice) == (160 + 67, 16 + 6)


def test_each_counts_with_what_it_is_worth(alice):
    tell(alice, steps(8000), ridden())

    besides = {row.activity_id: (row.grams, row.credits, row.acts) for row in Recounting.objects.all()}
    assert besides == {
        act_of(alice, "walking").pk: (-24, -3, 0),
        act_of(alice, "bike-share").pk: (24, 3, 0),
    }


def test_a_ride_of_another_day_is_no_matter(alice):
    tell(alice, steps(8000), ridden(hours_ago=26))

    assert total(alice) == (160 + 67, 16 + 6)


def test_a_metro_journey_in_the_place_of_a_ride_gives_the_steps_back(alice):
    journey = replace(ridden(), scenario="metro", values={"origin": "xipu", "destination": "chunxilu"})
    tell(alice, (ridden(), TYPED), steps(8000), replace(journey, ended_at=journey.started_at + timedelta(minutes=40)))

    assert total(alice) == (160 + 811, 16 + 81)
    assert_books_are_sound()


# What is taken back


@pytest.mark.parametrize("told", [[steps(8000), ridden()], [ridden(), steps(8000)]])
def test_a_ride_that_is_taken_back_leaves_the_whole_of_the_steps(alice, told):
    tell(alice, *told)

    assert revoke(alice, "bike-share").credits == 19 - 16
    assert_books_are_sound()


@pytest.mark.parametrize("told", [[steps(8000), ridden()], [ridden(), steps(8000)]])
def test_steps_that_are_taken_back_leave_the_whole_of_the_ride(alice, told):
    tell(alice, *told)

    assert revoke(alice, "walking").credits == 19 - 6
    assert_books_are_sound()


def test_steps_told_after_a_ride_was_taken_back_count_whole(alice):
    tell(alice, ridden())
    revoke(alice, "bike-share")
    record(alice, steps(8000), now=LATE)
    score_everything(LATE + 2 * A_SECOND)

    assert earned(alice) == [(67, 6), (160, 16)]
    assert_books_are_sound()


def test_a_ride_told_after_steps_were_taken_back_counts_whole(alice):
    tell(alice, ridden(hours_ago=4), steps(8000))
    revoke(alice, "walking")
    record(alice, ridden(client_id="second"), now=LATE)
    score_everything(LATE + 2 * A_SECOND)

    assert earned(alice)[-1] == (67, 6)
    assert_books_are_sound()


# Audit, waiting, words


@pytest.mark.parametrize("taken_back", ["walking", "bike-share"])
@pytest.mark.parametrize("told", ["steps first", "ride first"])
def test_what_counts_again_counts_beside_the_other_as_before(alice, told, taken_back):
    acts = [steps(8000), ridden()]
    tell(alice, *(acts if told == "steps first" else reversed(acts)))
    before = balance(alice)
    revoke(alice, taken_back)

    revocation = Revocation.objects.get(activity=act_of(alice, taken_back))
    reinstating.reinstate(revocation=revocation, by=make_citizen(), now=LATE + 2 * A_SECOND)
    score_everything(LATE + 2 * A_SECOND)

    # 136 g of 6,800 steps, and the ride's 67.
    assert balance(alice) == before == 13 + 6
    assert_books_are_sound()


def balance(citizen):
    return statements.available(citizen.pk, today=LATE.date())


def test_what_a_ride_was_paid_without_regard_to_the_steps_is_named(alice):
    tell(alice, steps(8000), ridden())
    lied = act_of(alice, "bike-share")
    Recounting.objects.filter(pk=lied.pk).update(credits=0)

    assert [str(found) for found in findings(Sample())] == [
        f"recounting_disputed: activity {lied.pk} counts with 24 g, 0 credits, 0 acts besides its pay; anew 24, 3, 0"
    ]


class TestWaiting:
    @pytest.fixture
    def budget(self, db):
        """Eight slots of five credits."""
        budget = budgets.open_budget("citizens", {"zh-hans": "小", "en": "Small"})
        budgets.fund(budget, 8 * 5, reference="fund:small", now=LATE)
        return budget

    @pytest.mark.parametrize("told", [[ridden(), steps(2000)], [steps(5000), ridden(600, minutes=5)]])
    def test_what_comes_after_it_on_its_day_waits_behind(self, alice, bob, budget, told):
        """By itself each second one could be paid."""
        tell(alice, *told)
        assert [act.status for act in Activity.objects.all()] == [Status.WAITING, Status.WAITING]

        later = LATE + timedelta(minutes=5)
        budgets.fund(budget, 80_000, reference="fund:more", now=later)
        scorer.release_waiting(now=later)
        score_everything(later)
        tell(bob, *told)

        assert total(alice) == total(bob)
        assert_books_are_sound()


def test_the_page_of_a_ride_names_the_steps_and_leads_to_them(alice):
    tell(alice, steps(8000), ridden())
    late = act_of(alice, "bike-share")

    with override("en"):
        assert explain(late).plain[1:] == [
            "A phone counts while you ride, too: 1,200 steps of these 20 minutes do not count twice.",
            "Of 67 g in all, 24 g were credited before; only what is more counts now.",
            "So 43 g count this time and earn 3 credits.",
        ]
    with override("zh-hans"):
        assert explain(late).plain[1] == "骑行的 20 分钟里手机也在计步：其中 1,200 步不重复计算。"
    assert [card.href for card in counted_already(late)] == [act_of(alice, "walking").get_absolute_url()]


def test_the_page_of_steps_names_the_rides_and_leads_to_them(alice):
    tell(alice, ridden(), steps(8000))
    late = act_of(alice, "walking")

    with override("en"):
        told = explain(late)
    assert told.plain[1:] == [
        "A phone counts while you ride, too: 1,200 steps of these 20 minutes do not count twice.",
        "So 136 g count this time and earn 13 credits.",
    ]
    assert [step.words for step in told.steps][2] == "Without the steps of the ride"
    assert [card.href for card in counted_already(late)] == [act_of(alice, "bike-share").get_absolute_url()]


def test_a_ride_that_adds_less_than_its_steps_says_so(alice):
    tell(alice, steps(8000), (ridden(1500), TYPED))

    assert total(alice) == (160, 16)
    with override("en"):
        assert explain(act_of(alice, "bike-share")).cuts == [
            "This day's steps count for more, and those of the ride are among them."
        ]
