"""What a withdrawn act gives back: what nothing else of its time is worth, and its caps."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.scoring.cases import case_of
from activities.scoring.reckoning import State, reckon
from activities.scoring.revoking import revoke
from activities.scoring.timetable import Placed
from activities.scoring.worth import Used, Worth
from methodologies.base import Claim
from scenarios.rulebook import RuleBook
from scenarios.rules import Evidence
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("catalogue")

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
TYPED, OPERATOR = Evidence.SELF_DECLARED, Evidence.PROVIDER
ALICE = 1


@pytest.fixture
def case(catalogue):
    """Makes the case of an act of alice's on 23 November."""
    book = RuleBook()

    @cache
    def rule_of(code):
        return book.scenarios[code].pk, book.rule_on(book.scenarios[code].pk, NOW.date())[1]

    def make(number, code, *, at=NINE, hours=0.5, evidence=OPERATOR, **values):
        scenario_id, rule = rule_of(code)
        ended_at = at + timedelta(hours=hours)
        claim = Claim(values, int(hours * 3600))
        return case_of(number, ALICE, scenario_id, evidence, at, ended_at, date(2026, 11, 23), claim, rule)

    return make


def after(*cases):
    """What each was paid, and the state after all."""
    results, state = reckon(cases, State())
    return {result.case.pk: Worth(result.reckoning.grams, result.reckoning.credits) for result in results}, state


def placed(case, state):
    """The act as the state holds it."""
    return state.timetable.find(case)


def ride(case, number, **more):
    return case(number, "bike-share", distance_m=2000, **more)


def idle(case, number, **more):
    return case(
        number, "idle-car", at=MIDNIGHT, hours=24, odometer_start_m=52_000_000, odometer_end_m=52_000_000, **more
    )


def test_an_act_that_met_nothing_gives_back_all_of_it_and_its_cap(case):
    rides = [ride(case, number, at=NINE + number * timedelta(hours=1)) for number in range(7)]
    paid, state = after(*rides)
    assert paid[6] == Worth()

    revoked, without = revoke(placed(rides[0], state), state)
    [again], _state = reckon([ride(case, 9, at=NINE - timedelta(hours=2))], without)

    assert revoked.given_back == Worth(67, 6)
    assert (again.reckoning.grams, again.reckoning.credits) == (67, 6)


def test_a_ride_whose_place_an_idle_day_took_counts_again(case):
    first, day = ride(case, 1), idle(case, 2)
    paid, state = after(first, day)
    assert paid == {1: Worth(67, 6), 2: Worth(2032, 203)}

    revoked, without = revoke(placed(day, state), state)

    assert revoked.given_back == Worth(2032, 203)
    assert placed(first, without).charged == Used(67, 6, 1)


def test_a_ride_within_an_idle_day_that_earned_nothing_keeps_its_worth(case):
    day, later = idle(case, 1), ride(case, 2)
    paid, state = after(day, later)
    assert paid == {1: Worth(2099, 209), 2: Worth()}

    revoked, without = revoke(placed(day, state), state)
    # 67 g and 6 credits of what the idle day was paid are the ride's: proven once more it earns nothing.
    [again], _state = reckon([ride(case, 3)], without)

    assert revoked.given_back == Worth(2032, 203)
    assert (again.reckoning.grams, again.reckoning.credits) == (0, 0)


def test_better_proof_that_is_withdrawn_leaves_what_was_typed(case):
    typed, proven = ride(case, 1, evidence=TYPED), ride(case, 2)
    _paid, state = after(typed, proven)

    revoked, without = revoke(placed(proven, state), state)
    assert revoked.given_back == Worth(34, 3)

    revoked, _without = revoke(placed(typed, without), without)
    assert revoked.given_back == Worth(33, 3)


def test_an_act_that_does_not_count_gives_back_nothing(case):
    first, second = ride(case, 1), ride(case, 2)
    _paid, state = after(first, second)

    revoked, without = revoke(placed(second, state), state)

    assert revoked.given_back == Worth()
    assert placed(first, without).charged == Used(67, 6, 1)


def test_a_days_total_gives_back_what_it_has_more_than_the_next(case):
    totals = [case(number, "walking", at=MIDNIGHT, hours=24, steps=steps) for number, steps in ((1, 5250), (2, 8000))]
    _paid, state = after(*totals)

    largest = Placed(totals[1], Worth(55, 6), Used(55, 6, 0))
    revoked, without = revoke(largest, state, totals=totals[:1])
    [again], _state = reckon([case(3, "walking", at=MIDNIGHT, hours=24, steps=7000)], without)

    assert revoked.given_back == Worth(55, 6)
    assert (again.reckoning.grams, again.reckoning.credits) == (35, 4)


def test_an_act_of_a_moment_gives_back_what_it_was_paid(case):
    visit = case(1, "venue-visit", hours=0)
    paid, state = after(visit)

    revoked, without = revoke(Placed(visit, paid[1], Used.by(paid[1])), state)

    assert revoked.given_back == Worth(0, 5)
    assert without.usage.before(ALICE, visit.scenario_id, visit.city_day, visit.rule)["day"] == Used()


def test_a_corrected_act_is_paid_what_the_right_one_is_worth(case):
    wrong = case(1, "bike-share", distance_m=4000)
    _paid, state = after(wrong)

    revoked, without = revoke(placed(wrong, state), state)
    [right], _state = reckon([ride(case, 2)], without)

    assert revoked.given_back == Worth(135, 13)
    assert (right.reckoning.grams, right.reckoning.credits) == (67, 6)


def test_an_act_that_counts_for_nothing_takes_nothing_from_the_others(case):
    """An idle day whose place six metro journeys and a bus ride took; a seventh metro journey that a cap left out."""
    day = idle(case, 1)
    metros = [case(2 + n, "metro", at=MIDNIGHT + timedelta(hours=1 + n), distance_m=10_000) for n in range(6)]
    noon = MIDNIGHT + timedelta(hours=12)
    bus = case(8, "bus", at=noon, hours=1 / 3, distance_m=3_000)
    seventh = case(9, "metro", at=noon, distance_m=7_000)
    _paid, state = after(day, *metros, bus, seventh)
    assert placed(day, state).charged == Used()
    assert placed(bus, state).charged.credits == 8

    revoked, without = revoke(placed(day, state), state)

    assert revoked.given_back == Worth()
    assert placed(bus, without).charged.credits == 8


def drive(case, number, hours):
    """149 km in six hours, from so many hours after midnight on; the first uses up the month's 600 credits."""
    odometer = {"odometer_start_m": 10_000_000, "odometer_end_m": 10_149_000}
    return case(number, "ev-driving", at=MIDNIGHT + timedelta(hours=hours), hours=6, **odometer)


def test_grams_that_others_lose_to_more_credits_are_not_given_back(case):
    """A drive without credits counts beside a ride. Without the ride, another one that meets both is worth more."""
    first, second = drive(case, 1, 0), drive(case, 2, 8)
    longer = case(3, "bike-share", at=MIDNIGHT + timedelta(hours=14.2), distance_m=3_000)
    over_both = ride(case, 4, at=MIDNIGHT + timedelta(hours=13.9))
    paid, state = after(first, second, longer, over_both)
    assert paid[2] == Worth(120, 0)
    assert paid[3] == Worth(101, 10)

    revoked, without = revoke(placed(longer, state), state)

    assert placed(over_both, without).charged == Used(67, 6, 1)
    assert revoked.given_back == Worth(101, 4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    told=st.lists(st.tuples(st.sampled_from(["metro", "bus", "bike-share", "idle"]), st.integers(0, 40)), max_size=9)
)
def test_nothing_gives_back_more_than_the_others_count_for_less(case, told):
    """Journeys of a day at quarters of an hour, more than the caps on acts let count."""
    cases = [
        idle(case, number)
        if code == "idle"
        else case(number, code, at=MIDNIGHT + quarter * timedelta(minutes=15), distance_m=2000 + 500 * number)
        for number, (code, quarter) in enumerate(told)
    ]
    _paid, state = after(*cases)

    for one in cases:
        known = placed(one, state)
        if known is None:
            continue
        revoked, without = revoke(known, state)
        counted = {each.pk: placed(each, state).charged for each in cases if placed(each, state)}
        left = {each.pk: placed(each, without).charged for each in cases if placed(each, without)}
        before, now = total(counted.values()), total(used for pk, used in left.items() if pk != one.pk)
        assert revoked.given_back.credits <= max(before.credits - now.credits, 0)
        assert revoked.given_back.grams <= max(before.grams - now.grams, 0)
        assert revoked.given_back.at_most(known.charged.worth) == revoked.given_back
        assert now.credits >= before.credits - known.charged.credits


def total(charges):
    every = list(charges)
    return Worth(sum(used.grams for used in every), sum(used.credits for used in every))
