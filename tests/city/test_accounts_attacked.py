"""No group of fewer than five citizens follows from what transparency tells, at one look or at all of them together."""

import pytest

from city.transparency import reading
from tests.city.accounts_attacked import Claimants, looked_at, singled_out, told
from tests.conftest import make_citizen, record, walk

pytestmark = pytest.mark.django_db


def attacked(seed: int, desk, time_machine, *, step: int = 5) -> list[tuple[object, ...]]:
    record(make_citizen(), walk(8000))
    citizens, claims = [(9, 12), (14, 30), (30, 45), (60, 90)][seed % 4]
    claimants = Claimants(seed, desk=desk, citizens=citizens, claims=claims)
    everything, number = [], None
    for nth, shown in looked_at(lambda now: time_machine.move_to(now, tick=False)):
        everything += told(nth, shown, step, number)
        [number] = [row["number"] for row in shown["waiting"] if row["kind"] == "claim"]
    return singled_out(everything, claimants.behind)


@pytest.mark.parametrize("seed", range(8))
def test_nobody_is_found_in_claims_and_their_answers(catalogue, desk, time_machine, seed):
    assert attacked(seed, desk, time_machine) == []


def test_somebody_is_found_where_they_are_told_exactly(catalogue, desk, time_machine, monkeypatch):
    monkeypatch.setattr(reading, "FACTS_A_STEP", 1)

    assert attacked(2, desk, time_machine, step=1)
