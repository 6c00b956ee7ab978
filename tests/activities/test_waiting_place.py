"""An act that waits for its budget keeps its place, also where acts of another scenario share its caps."""

from datetime import timedelta

import pytest

from activities.gate.drafts import Draft
from activities.models import Activity
from activities.scoring import scorer
from credits import budgets, statements
from methodologies.base import Span
from tests.conftest import NOW, TODAY, make_citizen, record, score_everything

pytestmark = pytest.mark.usefixtures("catalogue")

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MIDNIGHT = NOW - 36 * HOUR
"""Of 22 November in Chengdu."""


def journey(scenario: str, start: timedelta, minutes: int, distance_m: int, client_id: str) -> Draft:
    begun = MIDNIGHT + start
    return Draft(scenario, Span.PERIOD, begun, begun + minutes * MINUTE, {"distance_m": distance_m}, client_id)


def before() -> list[Draft]:
    """Five metro journeys; a bus ride of 40 km; a metro journey within the bus ride's time, passed over."""
    return [
        *(journey("metro", (10 + 40 * number) * MINUTE, 20, 10_000, f"m{number}") for number in range(5)),
        journey("bus", 12 * HOUR, 120, 40_000, "long bus"),
        journey("metro", 12 * HOUR, 40, 10_000, "passed over"),
    ]


SIXTH = journey("metro", 18 * HOUR, 40, 20_000, "sixth metro")
OTHER_BUS = journey("bus", 13 * HOUR, 120, 26_000, "other bus")
"""Meets the long bus ride; with the metro journey that was passed over it is worth 8 credits more than that."""


def test_an_act_that_waits_keeps_its_place_in_a_cap_that_another_scenarios_act_would_take(alice, bob):
    """The sixth metro journey waits; a bus ride elsewhere brings back another one that would take its place."""
    budget = budgets.open_budget("citizens", {"zh-hans": "小", "en": "Small"})
    budgets.fund(budget, 880, reference="fund:small", now=NOW)
    record(alice, *before())
    score_everything()
    record(bob, *(journey("bus", number * 3 * HOUR, 120, 40_000, f"b{number}") for number in range(4)))
    score_everything()
    record(alice, SIXTH)
    score_everything()
    assert Activity.objects.waiting().filter(citizen=alice).count() == 1
    record(alice, OTHER_BUS)
    score_everything()
    later = NOW + 5 * MINUTE
    budgets.fund(budget, 8_000_000, reference="fund:big", now=later)
    scorer.release_waiting(now=later)
    score_everything(later)

    at_once = make_citizen()
    for drafts in (before(), [SIXTH], [OTHER_BUS]):
        record(at_once, *drafts)
        score_everything(later)

    assert not Activity.objects.waiting().exists()
    # 345 instead of 430: the act of 93 credits that waited gets none.
    assert statements.available(alice.pk, today=TODAY) == statements.available(at_once.pk, today=TODAY) == 430
