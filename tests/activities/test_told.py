"""Citizens are told in sum what they earned, a line a day, and of each act that the scorer refused."""

from datetime import timedelta

import pytest

from activities import jobs
from activities.models import Activity
from tests.conftest import NOW, record, ride, score_everything, walk
from tests.inboxes import led_to, said_to

pytestmark = pytest.mark.usefixtures("catalogue", "budget")
DAY = timedelta(days=1)


@pytest.fixture
def tell(time_machine):
    def tell(after: timedelta = DAY) -> int:
        time_machine.move_to(NOW + after, tick=False)
        return int(jobs.tell_credited().facts["told"])

    return tell


def test_a_day_is_told_in_sum_once_it_is_over(alice, bob, tell):
    record(alice, walk(8000), ride(2000))
    record(bob, walk(8000))
    score_everything()
    assert (tell(timedelta()), said_to(alice)) == (0, [])
    assert tell() == 2
    assert said_to(alice) == ["On Nov. 23, 2026 2 acts brought you 22 credits."]
    assert said_to(bob) == ["On Nov. 23, 2026 one act brought you 16 credits."]
    assert said_to(alice, "zh-hans") == ["2026年11月23日到账 22 积分，共 2 项行动。"]
    assert led_to(alice) == ["/activities/"]


def test_a_day_is_told_once(alice, tell):
    record(alice, walk(8000))
    score_everything()
    assert [tell(), tell(DAY + timedelta(hours=3)), tell(2 * DAY)] == [1, 0, 0]
    assert len(said_to(alice)) == 1


def test_what_earned_nothing_is_not_told(alice, tell):
    record(alice, walk(10))
    score_everything()
    assert tell() == 0


def test_many_are_told_a_batch_at_a_time(alice, bob, tell, monkeypatch):
    monkeypatch.setattr(jobs, "TOLD_A_RUN", 1)
    for citizen in (alice, bob):
        record(citizen, walk(8000))
    score_everything()
    assert [tell(), tell(), tell()] == [1, 1, 0]
    assert (len(said_to(alice)), len(said_to(bob))) == (1, 1)


def test_of_an_act_that_was_refused_and_of_no_other(alice, bob):
    record(alice, walk(8000))
    record(bob, walk(8000))
    Activity.objects.filter(citizen=alice).update(values={"steps": "many"})
    score_everything()
    assert said_to(alice) == [
        "Walking on Nov. 23, 2026 does not count. The act could not be read. Please report it again."
    ]
    assert led_to(alice) == [Activity.objects.get(citizen=alice).get_absolute_url()]
    assert said_to(bob) == []
