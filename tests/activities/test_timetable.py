"""Never twice: journeys at one time, days that an idle car covers, acts that are proven better later."""

from datetime import timedelta
from decimal import Decimal

import pytest

from activities.gate.drafts import Draft
from activities.intake import Repeated
from activities.models import Assessment
from activities.scoring.worth import proven
from common.city_time import city_day, day_span
from credits import audit as credits_audit
from credits import statements
from methodologies.base import Span
from scenarios.rulebook import RuleBook
from scenarios.rules import Evidence
from tests.audits import of_acts
from tests.conftest import NOW, TODAY, record, ride, score_everything

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

DAY = timedelta(days=1)


def metro(*, ago=timedelta(hours=1), minutes=40, client_id="") -> Draft:
    """From 犀浦 to 春熙路, 17,385 m, 811.8795 g."""
    values = {"origin": "xipu", "destination": "chunxilu"}
    return Draft("metro", Span.PERIOD, NOW - ago, NOW - ago + timedelta(minutes=minutes), values, client_id)


def idle(*, days=1, ago=DAY, client_id="") -> Draft:
    """A car that did not move, by default for the last 24 hours; 2,099.2576 g a day."""
    values = {"odometer_start_m": 52_000_000, "odometer_end_m": 52_000_000}
    return Draft("idle-car", Span.PERIOD, NOW - ago, NOW - ago + days * DAY, values, client_id)


def meal(*, ago=timedelta(0)) -> Draft:
    return Draft("clean-plate", Span.MOMENT, NOW - ago, NOW - ago, {})


def earned(citizen):
    own = Assessment.objects.filter(activity__citizen=citizen).order_by("activity_id")
    return [(one.grams, one.credits, [cut["code"] for cut in one.cuts]) for one in own]


def assert_books_are_sound():
    assert [*credits_audit.findings(), *of_acts()] == []


def test_nobody_rides_a_bike_and_the_metro_at_the_same_time(alice, bob):
    record(alice, metro(), ride(2000, ago=timedelta(minutes=50)))
    record(bob, ride(2000, ago=timedelta(minutes=50)))

    score_everything()

    assert earned(alice) == [(811, 81, []), (0, 0, ["overlaps"])]
    assert earned(bob) == [(67, 6, [])]


def test_an_idle_day_covers_the_journeys_of_its_time_and_no_others(alice):
    record(alice, idle(), metro(), metro(ago=DAY + timedelta(hours=2)))

    score_everything()

    assert earned(alice) == [(2099, 209, []), (0, 0, ["covered"]), (811, 81, [])]
    assert_books_are_sound()


def test_an_idle_day_after_its_journeys_earns_what_it_has_more(alice):
    record(alice, metro(), metro(ago=timedelta(hours=3)))
    score_everything()
    record(alice, idle())
    score_everything()

    assert earned(alice) == [(811, 81, []), (811, 81, []), (2099 - 1622, 209 - 162, ["counted_before"])]
    assert statements.available(alice.pk, today=TODAY) == 209
    assert_books_are_sound()


def test_better_proof_of_the_same_journey_earns_the_rest(alice):
    record(alice, metro(client_id="typed"), evidence=Evidence.SELF_DECLARED)
    score_everything()
    record(alice, metro(client_id="operator", minutes=38), evidence=Evidence.PROVIDER)
    record(alice, metro(client_id="app"), evidence=Evidence.DEVICE)
    score_everything()

    assert earned(alice) == [(405, 40, []), (406, 41, ["counted_before"]), (0, 0, ["overlaps"])]
    assert statements.available(alice.pk, today=TODAY) == 81
    assert_books_are_sound()


def test_worse_proof_after_a_better_one_earns_nothing(alice):
    record(alice, metro(), evidence=Evidence.PROVIDER)
    record(alice, metro(client_id="typed"), evidence=Evidence.SELF_DECLARED)

    score_everything()

    assert earned(alice) == [(811, 81, []), (0, 0, ["overlaps"])]


def test_better_proof_is_no_further_act_of_the_day(alice):
    journeys = [metro(ago=timedelta(hours=hour), minutes=40, client_id=f"typed-{hour}") for hour in range(1, 8)]
    record(alice, *journeys, evidence=Evidence.SELF_DECLARED)
    record(alice, metro(ago=timedelta(hours=1), client_id="operator"), evidence=Evidence.PROVIDER)

    score_everything()

    assert [grams for grams, _credits, _cuts in earned(alice)] == [405] * 6 + [0, 406]
    assert statements.available(alice.pk, today=TODAY) == 40 * 6 + 41


def test_two_meters_of_one_household_do_not_meet_and_one_meter_is_not_read_twice(alice):
    def month(code, small_unit, ago):
        values = {f"reading_start_{small_unit}": 5_210_000, f"reading_end_{small_unit}": 5_219_000, "people": 3}
        started_at = day_span(city_day(NOW - ago))[0]
        reference = {f"reference_{small_unit}": 10_000}
        return Draft(code, Span.PERIOD, started_at, started_at + 30 * DAY, {**values, **reference})

    record(alice, month("water-saving", "l", 40 * DAY), month("gas-saving", "l", 40 * DAY), evidence=Evidence.PROVIDER)
    record(alice, month("water-saving", "l", 31 * DAY), evidence=Evidence.PROVIDER)

    score_everything()

    assert [(grams, cuts) for grams, _credits, cuts in earned(alice)] == [
        (168, []),
        (2162, ["credits_per_month"]),
        (0, ["overlaps"]),
    ]


def test_meals_at_different_moments_count_three_times_a_day(alice):
    record(alice, *(meal(ago=timedelta(hours=number)) for number in range(4)), evidence=Evidence.SELF_DECLARED)

    score_everything()

    assert earned(alice) == [(0, 2, [])] * 3 + [(0, 0, ["acts_per_day"])]
    assert statements.available(alice.pk, today=TODAY) == 6
    assert_books_are_sound()


def test_a_check_in_counts_once_a_day(alice):
    today = Draft("check-in", Span.DAY, *day_span(city_day(NOW)), {})

    record(alice, today, evidence=Evidence.SELF_DECLARED)
    [again] = record(alice, today, evidence=Evidence.SELF_DECLARED)
    score_everything()

    assert isinstance(again, Repeated)
    assert earned(alice) == [(0, 1, [])]


def test_right_answers_are_paid_one_by_one(alice):
    today = Draft("quiz", Span.DAY, *day_span(city_day(NOW)), {"correct": 2})

    record(alice, today, evidence=Evidence.PROVIDER)
    score_everything()

    assert earned(alice) == [(0, 2, [])]


def test_a_journey_checked_in_by_hand_counts_half_of_a_documented_one():
    """Wuhan 2022: 274 points for a documented metro journey, 137 for one that was only checked in."""
    book = RuleBook()
    found = book.rule_on(book.scenarios["metro"].pk, NOW.date())
    assert found

    assert proven(Decimal(274), found[1], Evidence.SELF_DECLARED) == 137


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (idle(days=2, ago=3 * DAY + timedelta(hours=1)), None),
        (Draft("idle-car", Span.PERIOD, NOW - 4 * DAY, NOW, {"odometer_start_m": 1, "odometer_end_m": 1}), "too_long"),
        (Draft("clean-plate", Span.DAY, *day_span(NOW.date()), {}), "moment_asked"),
        (Draft("clean-plate", Span.MOMENT, NOW + DAY, NOW + DAY, {}), "in_the_future"),
        (Draft("metro", Span.PERIOD, NOW - DAY, NOW - DAY + timedelta(hours=1), {"origin": "x"}), "unreadable_claim"),
        (Draft("waste-sorting", Span.MOMENT, NOW, NOW, {}), "evidence_not_accepted"),
    ],
)
def test_what_does_not_fit_its_scenario_is_refused_with_its_reason(alice, draft, code):
    [outcome] = record(alice, draft, evidence=Evidence.SELF_DECLARED)

    assert (outcome.error.code if code else None) == code
