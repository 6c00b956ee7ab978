"""What counts is paid once, and what is paid was counted: caps across scenarios, better proof, waiting, every order."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db.models import Sum
from django.utils.translation import override

from activities.gate.drafts import Draft
from activities.models import Activity, Assessment, Recounting, Status
from activities.scoring import scorer
from activities.telling.explanation import explain
from credits import audit as credits_audit
from credits import budgets, statements
from methodologies.base import Span
from scenarios.rules import Evidence
from tests.audits import of_acts
from tests.conftest import NOW, TODAY, make_citizen, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
TYPED, PHOTO, DEVICE, OPERATOR = Evidence


def metro(*, ago=HOUR, minutes=40, name="") -> Draft:
    """From 犀浦 to 春熙路, 811 g and 81 credits; typed 405 and 40."""
    values = {"origin": "xipu", "destination": "chunxilu"}
    return Draft("metro", Span.PERIOD, NOW - ago, NOW - ago + minutes * MINUTE, values, name)


def bus(distance_m=5000, *, ago=HOUR, minutes=20, name="") -> Draft:
    return Draft("bus", Span.PERIOD, NOW - ago, NOW - ago + minutes * MINUTE, {"distance_m": distance_m}, name)


def drive(metres, *, ago, minutes, name="") -> Draft:
    """An electric car; 119.7008 g a kilometre."""
    odometer = {"odometer_start_m": 10_000_000, "odometer_end_m": 10_000_000 + metres}
    return Draft("ev-driving", Span.PERIOD, NOW - ago, NOW - ago + minutes * MINUTE, odometer, name)


def idle(*, days=1, ago=DAY, name="") -> Draft:
    """2,099 g and 209 credits a day."""
    odometer = {"odometer_start_m": 52_000_000, "odometer_end_m": 52_000_000}
    return Draft("idle-car", Span.PERIOD, NOW - ago, NOW - ago + days * DAY, odometer, name)


def at_venue(action="carton_return", *, ago=HOUR, times=5, name="") -> Draft:
    return Draft("venue-action", Span.MOMENT, NOW - ago, NOW - ago, {"action": action, "times": times}, name)


def meal(*, ago=HOUR, name="") -> Draft:
    return Draft("clean-plate", Span.MOMENT, NOW - ago, NOW - ago, {}, name)


def earned(citizen):
    own = Assessment.objects.filter(activity__citizen=citizen).order_by("activity_id")
    return [(one.grams, one.credits, [cut["code"] for cut in one.cuts]) for one in own]


def total(citizen):
    sums = Assessment.objects.filter(activity__citizen=citizen).aggregate(grams=Sum("grams"), credits=Sum("credits"))
    return sums["grams"], sums["credits"]


def report(citizen, acts, *, one_by_one=True):
    """Records acts, each with its evidence, and scores them after each or all at once."""
    for draft, evidence in acts:
        record(citizen, draft, evidence=evidence)
        if one_by_one:
            score_everything()
    score_everything()


def assert_books_are_sound():
    assert [*credits_audit.findings(), *of_acts()] == []


@pytest.mark.parametrize("one_by_one", [True, False])
def test_better_proof_of_four_journeys_leaves_two_more_that_count(alice, one_by_one):
    typed = [(metro(ago=number * HOUR, name=f"typed-{number}"), TYPED) for number in range(2, 6)]
    proven = [(metro(ago=number * HOUR, name=f"operator-{number}"), OPERATOR) for number in range(2, 6)]
    further = [(metro(ago=number * HOUR, name=f"further-{number}"), OPERATOR) for number in range(6, 9)]

    report(alice, [*typed, *proven, *further], one_by_one=one_by_one)

    assert [grams for grams, _credits, _cuts in earned(alice)] == [405] * 4 + [406] * 4 + [811, 811, 0]
    assert earned(alice)[-1][2] == ["acts_per_day"]
    assert total(alice) == (6 * 811, 6 * 81)
    assert_books_are_sound()


def test_better_proof_uses_up_no_more_of_the_months_credits(alice):
    for day in range(1, 4):
        typed = drive(20_000, ago=day * DAY, minutes=30, name=f"typed-{day}")
        proven = drive(20_000, ago=day * DAY, minutes=30, name=f"proven-{day}")
        report(alice, [(typed, TYPED), (proven, OPERATOR)])

    assert total(alice) == (3 * 2394, 600)
    assert earned(alice)[-1] == (1197, 3, ["credits_per_month", "counted_before"])


def test_what_a_cap_cut_in_one_scenario_is_not_paid_in_another(alice):
    """149 km a day, and a day without the fuel car over each: the caps allow 600 and 1,679 credits a month."""
    for day in range(1, 22):
        drive_of_day = drive(149_000, ago=day * DAY - HOUR, minutes=6 * 60, name=f"drive-{day}")
        report(alice, [(drive_of_day, OPERATOR), (idle(ago=day * DAY, name=f"idle-{day}"), OPERATOR)])

    paid = (
        Assessment.objects.filter(activity__citizen=alice)
        .values_list("activity__scenario__code")
        .annotate(Sum("credits"))
    )
    assert dict(paid)["ev-driving"] == 600
    # Eight days at 209 credits, and one of which the cap leaves two grams.
    assert dict(paid)["idle-car"] == 8 * 209
    assert_books_are_sound()


def test_an_idle_day_over_a_drive_that_a_cap_cut_earns_no_more_than_by_itself(alice):
    for day in (1, 2):
        report(alice, [(drive(149_000, ago=day * DAY - HOUR, minutes=6 * 60, name=f"drive-{day}"), OPERATOR)])
    report(alice, [(idle(ago=2 * DAY), TYPED)])

    # Typed it is worth 1,049 g and 104 credits; the second drive has 17,835 g and none of its credits.
    assert earned(alice)[1:] == [
        (17_835, 0, ["credits_per_month"]),
        (0, 104, ["counted_before"]),
    ]


@pytest.mark.parametrize("one_by_one", [True, False])
def test_rides_within_a_drive_whose_grams_stay_are_paid_their_credits_alone(alice, one_by_one):
    """The month's cap left the second drive its 17,835 g and no credit; two rides of its time count instead."""
    drives = [drive(149_000, ago=day * DAY - HOUR, minutes=6 * 60, name=f"drive-{day}") for day in (1, 2)]
    report(alice, [(one, OPERATOR) for one in drives], one_by_one=one_by_one)
    rides = [ride(2000, ago=2 * DAY - number * HOUR, client_id=f"ride-{number}") for number in (2, 4)]
    report(alice, [(one, DEVICE) for one in rides], one_by_one=one_by_one)

    assert earned(alice)[1:] == [
        (17_835, 0, ["credits_per_month"]),
        (0, 6, ["counted_before"]),
        (0, 6, ["counted_before"]),
    ]
    assert_books_are_sound()


def test_short_drives_beneath_journeys_let_no_seventh_journey_count(alice):
    acts = []
    for number in range(1, 15):
        acts.append((drive(500, ago=number * HOUR * 0.75, minutes=40, name=f"drive-{number}"), OPERATOR))
        acts.append((metro(ago=number * HOUR * 0.75, minutes=40, name=f"metro-{number}"), OPERATOR))

    report(alice, acts)

    journeys = Assessment.objects.filter(activity__citizen=alice, activity__scenario__code="metro")
    assert journeys.filter(grams__gt=0).count() == 6
    assert total(alice)[1] == 6 * 81 + 8 * 5


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("one_by_one", [True, False])
def test_two_proven_rides_or_the_long_typed_one_over_them_in_every_order(order, one_by_one, alice):
    acts = [
        (ride(5000, ago=HOUR, minutes=40), TYPED),
        (ride(2000, ago=HOUR, client_id="first"), DEVICE),
        (ride(2000, ago=40 * MINUTE, client_id="second"), DEVICE),
    ]

    report(alice, [acts[place] for place in order], one_by_one=one_by_one)

    assert total(alice) == (134, 12)
    assert_books_are_sound()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_ride_over_the_border_of_two_idle_days_in_every_order(order, alice):
    border = 2 * DAY
    acts = [
        (ride(2000, ago=border + 5 * MINUTE), OPERATOR),
        (idle(ago=border + DAY), OPERATOR),
        (idle(ago=border), OPERATOR),
    ]

    report(alice, [acts[place] for place in order])

    assert total(alice) == (4198, 418)
    assert_books_are_sound()


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_journeys_worth_more_than_the_idle_day_around_them_in_every_order(order, alice):
    acts = [
        (idle(), OPERATOR),
        (metro(ago=3 * HOUR), OPERATOR),
        (metro(ago=2 * HOUR), OPERATOR),
        (metro(ago=1 * HOUR), OPERATOR),
    ]

    report(alice, [acts[place] for place in order])

    assert total(alice) == (3 * 811, 3 * 81)
    assert_books_are_sound()


def test_an_act_tells_that_a_later_one_took_its_place_or_brought_it_back(alice):
    report(
        alice,
        [
            (ride(5000, ago=HOUR, minutes=40), TYPED),
            (ride(2000, ago=HOUR, client_id="first"), DEVICE),
            (ride(2000, ago=40 * MINUTE, client_id="second"), DEVICE),
        ],
    )
    own = Activity.objects.with_outcome().filter(citizen=alice).order_by("pk")

    with override("en"):
        last_sentences = [explain(act).plain[-1] for act in own]

    assert last_sentences == [
        "A later act includes this time and counts in its place. What this one earned stays yours.",
        "With a later act it counts after all; its worth was paid with that one.",
        "So 50 g count this time and earn 4 credits.",
    ]


def test_what_no_longer_counts_frees_the_cap_of_its_scenario(alice):
    """Six rides within an idle day leave six outside of it, whether the idle day comes first or last."""
    inside = [(ride(2000, ago=number * HOUR, client_id=f"in-{number}"), OPERATOR) for number in range(1, 7)]
    outside = [
        (ride(2000, ago=6.5 * HOUR + number * 0.5 * HOUR, client_id=f"out-{number}"), OPERATOR)
        for number in range(1, 7)
    ]
    bob = make_citizen()
    morning = idle(days=1, ago=6.5 * HOUR)
    late = NOW + DAY
    for citizen, acts in [
        (alice, [*inside, (morning, OPERATOR), *outside]),
        (bob, [(morning, OPERATOR), *inside, *outside]),
    ]:
        for draft, evidence in acts:
            record(citizen, draft, evidence=evidence, now=late)
            score_everything(late)

    assert total(alice) == total(bob) == (2099 + 6 * 67, 209 + 6 * 6)
    assert not Recounting.objects.filter(citizen_id=bob.pk).exists()


def test_a_larger_total_of_a_day_is_no_further_act_of_the_month():
    citizen = make_citizen()
    report(citizen, [(walk(steps), DEVICE) for steps in (1000, 2000, 3000)])

    assert total(citizen) == (60, 6)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_one_meal_counts_once_however_it_is_proven(order, alice):
    acts = [(meal(ago=HOUR), TYPED), (meal(ago=50 * MINUTE), PHOTO), (meal(ago=HOUR), OPERATOR)]

    report(alice, [acts[place] for place in order])

    assert total(alice) == (0, 2)


def test_a_venue_action_typed_and_by_photo_counts_once_but_another_action_by_itself(alice):
    report(
        alice,
        [
            (at_venue(), TYPED),
            (at_venue(ago=55 * MINUTE), PHOTO),
            (at_venue("no_cutlery", times=1), TYPED),
            (at_venue(ago=3 * HOUR), PHOTO),
        ],
    )

    assert [(grams, cuts) for grams, _credits, cuts in earned(alice)] == [
        (92, []),
        (93, ["counted_before"]),
        (11, []),
        (185, []),
    ]


def test_acts_passed_over_beyond_twenty_a_day_are_over_for_good(alice):
    report(alice, [(metro(ago=2 * HOUR, minutes=110), OPERATOR)])
    rides = [(ride(700, ago=2 * HOUR, client_id=f"ride-{number}"), DEVICE) for number in range(25)]
    report(alice, rides, one_by_one=False)

    over = Assessment.objects.filter(activity__citizen=alice, facts__has_key="is_over")
    assert over.count() == 5


class TestWaiting:
    @pytest.fixture
    def budget(self, db):
        """Eight slots of 38 credits."""
        budget = budgets.open_budget("citizens", {"zh-hans": "小", "en": "Small"})
        budgets.fund(budget, 8 * 38, reference="fund:small", now=NOW)
        return budget

    def statuses(self, citizen):
        return list(Activity.objects.filter(citizen=citizen).order_by("pk").values_list("status", flat=True))

    def fund(self, budget):
        later = NOW + 5 * MINUTE
        budgets.fund(budget, 80_000, reference="fund:more", now=later)
        scorer.release_waiting(now=later)
        score_everything(later)

    @pytest.mark.parametrize("one_by_one", [True, False])
    def test_what_waits_keeps_its_time_and_has_not_counted(self, alice, budget, one_by_one):
        """A typed journey of 40 credits waits; a proven one of its time is not paid the difference before it."""
        acts = [(metro(), TYPED), (bus(10_000, minutes=40), OPERATOR), (bus(5_000, ago=3 * HOUR), OPERATOR)]
        report(alice, acts, one_by_one=one_by_one)

        # 10 km by bus would earn 26 credits; it waits behind the journey whose time it shares, its kind behind it.
        assert self.statuses(alice) == [Status.WAITING, Status.WAITING, Status.WAITING]
        assert not Assessment.objects.exists()

        self.fund(budget)

        assert earned(alice) == [(405, 40, []), (0, 0, ["overlaps"]), (134, 13, [])]
        assert_books_are_sound()

    def test_other_times_and_other_scenarios_go_on(self, alice, budget):
        report(alice, [(metro(), TYPED), (ride(2000, ago=4 * HOUR), DEVICE), (walk(1000), DEVICE)])

        assert self.statuses(alice) == [Status.WAITING, Status.SCORED, Status.SCORED]

    def test_better_proof_of_what_waits_ends_with_its_whole_worth(self, alice, budget):
        report(alice, [(metro(name="typed"), TYPED), (metro(name="proven"), OPERATOR)])
        assert self.statuses(alice) == [Status.WAITING, Status.WAITING]

        self.fund(budget)

        assert total(alice) == (811, 81)
        assert statements.available(alice.pk, today=TODAY) == 81

    def test_scenarios_in_the_stretch_of_what_waits_share_its_place(self, alice, budget):
        """The idle day would free the cap of the ride that it takes the place of, so further rides wait with it."""
        report(alice, [(ride(2000, ago=HOUR), DEVICE), (idle(), OPERATOR), (ride(2000, ago=2 * DAY), DEVICE)])

        assert self.statuses(alice) == [Status.SCORED, Status.WAITING, Status.WAITING]

        self.fund(budget)

        assert earned(alice) == [(67, 6, []), (2032, 203, ["counted_before"]), (67, 6, [])]
