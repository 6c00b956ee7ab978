"""Acts that are taken back, at random moments of random histories: the scorer and the second reckoner agree."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.models import Activity, Reason, Status
from activities.scoring import taking_back
from activities.second_opinion.auditing import Sample, findings
from credits import audit as credits_audit
from credits import statements
from tests.activities.second_opinion.histories import arrivals, histories
from tests.activities.second_opinion.side_by_side import NOW, examples, score, tell, undone
from tests.conftest import make_citizen

A_SECOND = timedelta(seconds=1)


@pytest.mark.slow
@pytest.mark.usefixtures("catalogue", "budget")
@examples(0.3)
@given(told=histories(least=3), data=st.data())
def test_what_is_given_back_is_what_the_second_reckoner_says(told, data, django_db_blocker):
    one_by_one, _at_once, in_pieces = data.draw(arrivals(st.just(told)))
    arrival = data.draw(st.sampled_from([one_by_one, in_pieces]))
    with undone():
        citizen, staff, now = make_citizen(), make_citizen(), NOW
        for acts in arrival.rounds():
            tell(citizen, acts)
            now += A_SECOND
            score([citizen], now=now)
            scored = list(Activity.objects.filter(citizen=citizen, status=Status.SCORED).order_by("pk"))
            for act in data.draw(st.lists(st.sampled_from(scored), max_size=2, unique=True)) if scored else ():
                now += A_SECOND
                taking_back.take_back(activity=act, reason=Reason.MISTAKEN, by=staff, now=now)

        assert [str(found) for found in [*findings(Sample()), *credits_audit.findings()]] == []
        assert statements.available(citizen.pk, today=NOW.date()) >= 0
