"""The scorer and the second reckoner answer alike, act by act, whatever comes in whatever order.

Two hundred histories are looked at. For two thousand:
`SECOND_OPINION_HISTORIES=2000 bin/test tests/activities/second_opinion`.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from activities.gate.drafts import Draft
from activities.models import SHARDS, Activity
from activities.scoring import scorer
from common.city_time import at_city_time
from methodologies.base import Span
from scenarios.rules import Evidence
from tests.activities.second_opinion.histories import Arrival, Told, arrivals, crowds, histories
from tests.activities.second_opinion.rules import Change, changes
from tests.activities.second_opinion.side_by_side import (
    NOW,
    arrive,
    assert_alike,
    assert_caps_are_kept,
    assert_no_more_than_the_best_single_counting,
    both,
    examples,
    publish,
    tell,
    undone,
)
from tests.at_once import at_once
from tests.conftest import make_citizen

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.mark.slow
@examples(0.6)
@given(told=histories(), data=st.data())
def test_every_act_earns_what_the_second_reckoner_says(told, data, django_db_blocker):
    with undone():
        publish(data.draw(changes(told)))
        for assessed, reckoned in both(arrive(data.draw(arrivals(st.just(told))))):
            assert_alike(assessed, reckoned)
            assert_caps_are_kept(assessed)
            assert_no_more_than_the_best_single_counting(reckoned)


MIDNIGHT = at_city_time(date(2026, 1, 3), time.min)


def journey(scenario: str, minutes: int, until: int, **values: int) -> Told:
    """From and until so many minutes after midnight."""
    start, end = (MIDNIGHT + timedelta(minutes=each) for each in (minutes, until))
    return Told(Draft(scenario, Span.PERIOD, start, end, values), Evidence.SELF_DECLARED)


def test_an_act_that_only_meets_one_that_counts_nothing_is_of_its_stretch_too():
    """The bus after midnight was paid its grams, the ride that took its place counts fewer, and the bus over midnight,
    which counts nothing, joins the metro of the evening to them."""
    publish([Change("bike-share", date(2026, 1, 2), None, 1, {})])
    told = [
        journey("bus", 0, 5),
        journey("bus", -10, 5),
        journey("bike-share", 0, 5, distance_m=334),
        journey("metro", -10, -5),
    ]

    [(assessed, reckoned)] = both(arrive([Arrival(told, [1] * len(told))]))

    assert_alike(assessed, reckoned)
    assert sum(one.earned.grams for one in assessed) == 40


@examples(0.05)
@given(told=crowds(), data=st.data())
def test_of_more_acts_at_one_time_than_are_kept_in_mind_too(told, data, django_db_blocker):
    with undone():
        publish(data.draw(changes(told)))
        for assessed, reckoned in both(arrive(data.draw(arrivals(st.just(told))))):
            assert_alike(assessed, reckoned)
            assert_caps_are_kept(assessed)


@pytest.mark.slow
@examples(0.05)
@given(told=histories(least=3, most=4), data=st.data())
def test_every_order_of_a_few_acts_earns_what_the_second_reckoner_says(told, data, django_db_blocker):
    sizes = ([1] * len(told), [], [2])
    with undone():
        publish(data.draw(changes(told)))
        orders = [Arrival(order, sizes[place % 3]) for place, order in enumerate(permutations(told))]
        for assessed, reckoned in both(arrive(orders)):
            assert_alike(assessed, reckoned)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(told=st.lists(st.one_of(histories(least=8), crowds()), min_size=12, max_size=12))
def test_every_act_earns_the_same_when_two_score_the_same_citizens_at_once(told):
    citizens = [make_citizen() for _history in told]
    for citizen, history in zip(citizens, told, strict=True):
        tell(citizen, history)

    answered = at_once([lambda: score_a_few_at_a_time(citizens), lambda: score_a_few_at_a_time(citizens[::-1])])

    assert answered == [None, None]
    for assessed, reckoned in both(citizens):
        assert_alike(assessed, reckoned)
        assert_caps_are_kept(assessed)


def score_a_few_at_a_time(citizens: Sequence[User]) -> None:
    while Activity.objects.pending().exists():
        for citizen in citizens:
            scorer.score_batch(citizen.pk % SHARDS, now=NOW, limit=3)
