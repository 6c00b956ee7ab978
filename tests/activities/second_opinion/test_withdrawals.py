"""Acts taken back and counted again, whenever, by rules whose caps bind: scorer and second reckoner agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.second_opinion.auditing import Sample, findings
from credits import audit as credits_audit
from credits import statements
from tests.activities.second_opinion.histories import arrivals, histories
from tests.activities.second_opinion.rules import changes
from tests.activities.second_opinion.side_by_side import NOW, examples, live, publish, undone


@pytest.mark.slow
@pytest.mark.usefixtures("catalogue", "budget")
@examples(0.3)
@given(told=histories(least=3), data=st.data())
def test_what_is_given_back_is_what_the_second_reckoner_says(told, data, django_db_blocker):
    one_by_one, _at_once, in_pieces = data.draw(arrivals(st.just(told)))
    arrival = data.draw(st.sampled_from([one_by_one, in_pieces]))
    with undone():
        publish(data.draw(changes(told)))
        citizen = live(arrival, data)

        assert [str(found) for found in [*findings(Sample()), *credits_audit.findings()]] == []
        assert statements.available(citizen.pk, today=NOW.date()) >= 0
