"""Where the budget runs dry and is filled again, acts wait, and earn in the end what they would have earned at once."""

from datetime import timedelta
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.models import Activity
from activities.scoring import scorer
from activities.second_opinion.history import Assessed
from activities.second_opinion.reckoner import reckon
from credits import budgets
from tests.activities.second_opinion.histories import crowds, histories
from tests.activities.second_opinion.rules import changes
from tests.activities.second_opinion.side_by_side import (
    NOW,
    WAYS,
    assert_alike,
    assert_caps_are_kept,
    both,
    examples,
    publish,
    score,
    tell,
    undone,
)
from tests.conftest import make_citizen

MINUTE = timedelta(minutes=1)


@pytest.fixture
def budget(db):
    return budgets.open_budget("citizens", {"zh-hans": "小", "en": "Small"})


@pytest.mark.slow
@pytest.mark.usefixtures("catalogue")
@examples(0.1)
@given(
    told=st.lists(st.one_of(histories(least=6), histories(least=6), crowds()), min_size=1, max_size=3),
    sizes=st.lists(st.integers(1, 9), max_size=3),
    funds=st.lists(st.integers(0, 60), max_size=4),
    data=st.data(),
)
def test_what_waited_earns_what_it_would_have_earned_at_once(told, sizes, funds, data, budget, django_db_blocker):
    with undone():
        publish(data.draw(changes(chain(*told))))
        citizens = [make_citizen() for _history in told]
        now = NOW
        for place, credits in enumerate([*funds, 1_000_000]):
            for citizen, history in zip(citizens, told, strict=True):
                size = [*sizes, len(history)][min(place, len(sizes))]
                tell(citizen, history[:size])
                del history[:size]
            score(citizens, now)
            now += MINUTE
            budgets.fund(budget, 8 * credits + 8, reference=f"fund:{place}", now=now)
            scorer.release_waiting(now=now)
            score(citizens, now)
            now += MINUTE
        assert not Activity.objects.waiting().exists()
        for assessed, reckoned in both(citizens):
            assert_alike(assessed, reckoned)
            assert_caps_are_kept(assessed)
            as_assessed = sorted(assessed, key=Assessed.as_assessed)
            assert_alike(as_assessed, reckon([one.act for one in as_assessed], WAYS))
