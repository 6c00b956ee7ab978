"""No group of fewer than five follows from what a campaign tells; with one protection left out somebody's does."""

import pytest

from campaigns.desk import reporting
from campaigns.models import SignUpStatus
from campaigns.public import told
from campaigns.signups.joining import ahead_told, sign_up
from tests.campaigns.attacked import CampaignInTime
from tests.campaigns.conftest import opened
from tests.conftest import NOW, make_citizen

pytestmark = pytest.mark.django_db


def found(seed: int, time_machine, author, opener, **how) -> list[object]:
    one = CampaignInTime(seed, author=author, opener=opener, **how)
    one.live(lambda moment: time_machine.move_to(moment, tick=False))
    return one.found()


@pytest.mark.parametrize("seed", range(16))
def test_nobody_is_found(time_machine, author, opener, seed):
    assert found(seed, time_machine, author, opener) == []


def test_somebody_is_found_where_each_place_is_told(time_machine, monkeypatch, author, opener):
    monkeypatch.setattr(told, "round_down", lambda taken: taken)

    assert [seed for seed in range(6) if found(seed, time_machine, author, opener, step=1)]


def test_somebody_is_found_where_results_are_of_few(time_machine, monkeypatch, author, opener):
    monkeypatch.setattr(reporting, "FEWEST", 1)

    assert [seed for seed in range(6) if found(seed, time_machine, author, opener, fewest=1)]


def test_who_waits_reads_in_fives_how_many_are_before_them(author, opener, client):
    campaign = opened(author, opener, capacity=1)
    signups = [sign_up(campaign=campaign, citizen=make_citizen(), now=NOW).signup for _each in range(13)]
    assert [one.status for one in signups[:2]] == [SignUpStatus.IN, SignUpStatus.WAITING]

    assert [ahead_told(one) for one in signups] == [0, *[0] * 5, *[5] * 5, 10, 10]
