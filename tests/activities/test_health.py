"""Work that stands still is told within half a minute; a long queue that moves is work being done."""

from datetime import timedelta

import pytest

from activities import health
from common.health import State
from jobs import due
from jobs.timetable import every_job
from tests.conftest import NOW, make_citizen, record, score_everything, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

SECOND = timedelta(seconds=1)


def looks(job: str, *, first: int, last: int) -> None:
    """The runs of a job that is due every five seconds, from one second after NOW to another."""
    wake = every_job()[f"activities.{job}"]
    for second in range(first, last + 1, 5):
        moment = NOW + second * SECOND
        due.announce([wake], now=moment)
        run = due.take(wake, now=moment)
        due.end(run, wake, wake.work(), now=moment)


def state(part: str, second: int) -> State:
    return next(each.state for each in health.parts(NOW + second * SECOND) if each.name == part)


def test_act_that_stands_still_is_told_within_half_a_minute(alice):
    record(alice, walk(8000))
    looks("wake_scorer", first=0, last=10)
    assert state("scoring", 14) == State.UP

    looks("wake_scorer", first=15, last=15)

    assert state("scoring", 16) == State.DOWN
    score_everything()
    assert state("scoring", 16) == State.UP


def test_queue_that_is_long_and_moves_is_work_being_done():
    for second in range(0, 60, 5):
        record(make_citizen(), walk(8000))
        looks("wake_scorer", first=second, last=second)
        score_everything()
        record(make_citizen(), walk(8000))

    assert state("scoring", 59) == State.UP


def test_one_act_that_stands_still_is_told_while_all_others_are_scored(alice):
    record(alice, walk(8000))
    for second in range(0, 20, 5):
        looks("wake_scorer", first=second, last=second)
        record(make_citizen(), walk(8000))

    assert state("scoring", 16) == State.DOWN


@pytest.mark.parametrize("way", [timedelta(days=1), -timedelta(days=1)], ids=["forward", "back"])
def test_act_recorded_by_a_clock_that_was_wrong_by_a_day_is_told_by_standing_still(alice, way):
    record(alice, walk(8000, days_ago=2), now=NOW + way)
    looks("wake_scorer", first=0, last=0)
    assert state("scoring", 4) == State.UP

    looks("wake_scorer", first=5, last=15)

    assert state("scoring", 16) == State.DOWN


def test_age_of_the_oldest_pending_act_is_a_fact(alice):
    record(alice, walk(8000), now=NOW)

    assert next(health.parts(NOW + 7 * SECOND)).facts == {"oldest_pending_act_s": 7}
