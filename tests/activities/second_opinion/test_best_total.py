"""Where no cap binds, the total is that of the best single counting, whatever came first."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from activities.second_opinion.acts import total
from activities.second_opinion.reckoner import Reckoned
from tests.activities.second_opinion.histories import arrivals, histories
from tests.activities.second_opinion.rules import without_caps
from tests.activities.second_opinion.side_by_side import (
    arrive,
    assert_alike,
    best_single_counting,
    both,
    examples,
    publish,
    undone,
)


@pytest.fixture
def _uncapped(catalogue) -> None:
    """Where the catalogue has a version of its own, its caps hold until the next of these days."""
    publish(without_caps([date(2024, 12, 21), date(2026, 1, 2), date(2026, 11, 2), date(2026, 11, 30)]))


@pytest.mark.slow
@pytest.mark.usefixtures("_uncapped", "budget")
@examples(0.15)
@given(told=histories(), data=st.data())
def test_every_order_ends_with_the_credits_of_the_best_single_counting(told, data, django_db_blocker):
    first, second = (data.draw(arrivals(st.just(told))) for _order in range(2))
    with undone():
        for assessed, reckoned in both(arrive([*first, *second])):
            assert_alike(assessed, reckoned)
            assume(all(within_reach(reckoned)) and not any(one.act.rule["caps"] for one in reckoned))
            paid, counting = total(one.earned for one in reckoned), total(one.counts for one in reckoned)
            credits, grams = best_single_counting(reckoned)
            assert paid.credits == counting.credits == credits
            assert counting.grams <= paid.grams <= grams


def within_reach(reckoned: list[Reckoned]) -> list[bool]:
    """Whether a stretch is followed to all the acts that a timeline has."""
    days = [
        (one.timeline, other.timeline, one.act.city_day - other.act.city_day) for one in reckoned for other in reckoned
    ]
    return [apart.days <= here.days for here, there, apart in days if here and here == there]
