"""Steps and rides of a day: the scorer and the second reckoner agree, and every order ends with the best counting.

Two hundred histories are looked at. For two thousand:
`SECOND_OPINION_HISTORIES=2000 bin/test tests/activities/second_opinion/test_steps_beside_rides.py`.
"""

from collections.abc import Sequence
from datetime import date
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from activities.second_opinion.acts import total
from activities.second_opinion.auditing import Sample, findings
from activities.second_opinion.reckoner import Reckoned
from credits import audit as credits_audit
from tests.activities.second_opinion.histories import Arrival, arrivals, rides_and_steps
from tests.activities.second_opinion.rules import with_steps_beside_rides, without_caps
from tests.activities.second_opinion.side_by_side import (
    arrive,
    assert_alike,
    assert_caps_are_kept,
    best_beside_steps,
    both,
    examples,
    live,
    publish,
    undone,
)

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.mark.slow
@examples(0.6)
@given(told=rides_and_steps(), data=st.data())
def test_every_act_earns_what_the_second_reckoner_says(told, data, django_db_blocker):
    with undone():
        publish(data.draw(with_steps_beside_rides(told)))
        for assessed, reckoned in both(arrive(data.draw(arrivals(st.just(told))))):
            assert_alike(assessed, reckoned)
            assert_caps_are_kept(assessed)


@pytest.mark.slow
@examples(0.1)
@given(told=rides_and_steps(least=22, most=34), data=st.data())
def test_of_more_acts_than_are_tried_one_by_one_too(told, data, django_db_blocker):
    with undone():
        publish(data.draw(with_steps_beside_rides(told)))
        for assessed, reckoned in both(arrive(data.draw(arrivals(st.just(told))))):
            assert_alike(assessed, reckoned)


@pytest.fixture
def _uncapped(catalogue) -> None:
    publish(without_caps([date(2024, 12, 21), date(2026, 1, 2), date(2026, 11, 2), date(2026, 11, 30)], steps=60))


@pytest.mark.slow
@pytest.mark.usefixtures("_uncapped")
@examples(0.3)
@given(told=rides_and_steps(), data=st.data())
def test_every_order_ends_with_the_credits_of_the_best_single_counting(told, data, django_db_blocker):
    first, second = (data.draw(arrivals(st.just(told))) for _order in range(2))
    with undone():
        for assessed, reckoned in both(arrive([*first, *second])):
            assert_alike(assessed, reckoned)
            assume(not any(one.act.rule["caps"] for one in reckoned))
            assert_best(reckoned)


@pytest.mark.slow
@pytest.mark.usefixtures("_uncapped")
@examples(0.05)
@given(told=rides_and_steps(least=3, most=4))
def test_every_order_of_a_few_acts_ends_the_same(told, django_db_blocker):
    with undone():
        orders = [Arrival(order, [1] * len(told)) for order in permutations(told)]
        for assessed, reckoned in both(arrive(orders)):
            assert_alike(assessed, reckoned)
            assert_best(reckoned)


def assert_best(reckoned: Sequence[Reckoned]) -> None:
    paid, counting = total(one.earned for one in reckoned), total(one.counts for one in reckoned)
    credits, grams, most_grams = best_beside_steps(reckoned)
    assert paid.credits == counting.credits == credits
    assert counting.grams == grams <= paid.grams <= most_grams


@pytest.mark.slow
@examples(0.4)
@given(told=rides_and_steps(), data=st.data())
def test_what_is_given_back_is_what_the_second_reckoner_says(told, data, django_db_blocker):
    one_by_one, _at_once, in_pieces = data.draw(arrivals(st.just(told)))
    arrival = data.draw(st.sampled_from([one_by_one, in_pieces]))
    with undone():
        publish(data.draw(with_steps_beside_rides(told)))
        live(arrival, data)

        assert [str(found) for found in [*findings(Sample()), *credits_audit.findings()]] == []
