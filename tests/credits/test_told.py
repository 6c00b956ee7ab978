"""Citizens are told thirty days before that credits of theirs expire, and seven days before once more."""

from datetime import date, datetime, timedelta

import pytest

from common.city_time import day_span
from credits import jobs
from tests.inboxes import led_to, said_to
from tests.merchants.conftest import NEXT_VINTAGE, THIS_VINTAGE, give

THIRTY_DAYS_BEFORE = day_span(THIS_VINTAGE - timedelta(days=30))[0]
SEVEN_DAYS_BEFORE = day_span(THIS_VINTAGE - timedelta(days=7))[0]


@pytest.fixture
def tell(time_machine):
    def tell(now: datetime) -> int:
        time_machine.move_to(now, tick=False)
        return int(jobs.tell_what_expires().facts["told"])

    return tell


@pytest.fixture
def with_credits(alice):
    give(alice, 20, THIS_VINTAGE)
    give(alice, 80, NEXT_VINTAGE)
    return alice


def test_from_thirty_days_before_on_and_once(with_credits, tell):
    assert tell(THIRTY_DAYS_BEFORE - timedelta(seconds=1)) == 0
    assert [tell(THIRTY_DAYS_BEFORE), tell(THIRTY_DAYS_BEFORE + timedelta(days=5))] == [1, 0]
    assert said_to(with_credits) == ["20 of your credits can be used until Dec. 31, 2026."]
    assert said_to(with_credits, "zh-hans") == ["您有 20 积分快到期了，最后一天是 2026年12月31日。"]
    assert led_to(with_credits) == ["/statement/"]


def test_seven_days_before_once_more(with_credits, tell):
    tell(THIRTY_DAYS_BEFORE)
    told = [tell(at) for at in (SEVEN_DAYS_BEFORE - timedelta(seconds=1), SEVEN_DAYS_BEFORE, SEVEN_DAYS_BEFORE)]
    assert told == [0, 1, 0]
    assert said_to(with_credits, "zh-hans")[-1] == "您有 20 积分本周到期，2026年12月31日是最后一天。"


def test_who_was_not_told_before_is_told_of_the_week_alone(with_credits, tell):
    assert [tell(SEVEN_DAYS_BEFORE), tell(SEVEN_DAYS_BEFORE + timedelta(days=1))] == [1, 0]
    assert len(said_to(with_credits)) == 1


def test_not_of_what_is_spent_or_over(alice, bob, tell):
    give(bob, 20, date(2026, 11, 30))
    assert tell(THIRTY_DAYS_BEFORE) == 0


def test_many_are_told_a_batch_at_a_time(with_credits, bob, tell, monkeypatch):
    monkeypatch.setattr(jobs, "TOLD_A_RUN", 1)
    give(bob, 5, THIS_VINTAGE)
    assert [tell(THIRTY_DAYS_BEFORE) for _run in range(3)] == [1, 1, 0]
    assert (len(said_to(with_credits)), len(said_to(bob))) == (1, 1)
