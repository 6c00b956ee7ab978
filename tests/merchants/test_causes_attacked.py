"""Nobody's gifts follow from what a cause tells of them, at all looks together; with a protection left out some do."""

import pytest

from common import few
from merchants.mall import causes
from merchants.models import cause_report
from tests.merchants.causes_attacked import CauseInTime

pytestmark = pytest.mark.django_db
SIZES = [(3, 7), (6, 9), (8, 14), (12, 18)]


def found(seed: int, time_machine) -> list[object]:
    citizens, gifts = SIZES[seed % len(SIZES)]
    cause = CauseInTime(seed, citizens=citizens, gifts=gifts)
    cause.live(lambda moment: time_machine.move_to(moment, tick=False))
    assert bool(cause.told) == (citizens > 5)
    return cause.found()


@pytest.mark.parametrize("seed", range(8))
def test_nobody_is_found(time_machine, seed):
    assert found(seed, time_machine) == []


def test_somebody_is_found_where_every_gift_moves_what_was_given(time_machine, monkeypatch):
    monkeypatch.setattr(causes, "FEWEST", 1)

    assert found(2, time_machine)


def test_somebody_is_found_where_parts_are_of_all_to_the_credit(time_machine, monkeypatch):
    monkeypatch.setattr(cause_report, "CREDITS_A_STEP", 1)
    monkeypatch.setattr(few, "CREDITS_A_STEP", 1)

    assert found(2, time_machine)


def test_somebody_is_found_where_few_read_their_part(time_machine, monkeypatch):
    monkeypatch.setattr(cause_report, "FEWEST", 1)

    assert found(0, time_machine)
