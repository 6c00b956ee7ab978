"""What the table says of scheduler, workers and jobs: it is told when nobody announces, takes or ends well."""

from datetime import UTC, datetime, timedelta

import pytest

from common.health import State
from jobs import due, health
from jobs.models import Outcome, Run
from jobs.timetable import Did, every_job

NOW = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
JOBS = list(every_job().values())
SCORER = every_job()["activities.wake_scorer"]

pytestmark = pytest.mark.django_db


def states(now: datetime) -> dict[str, State]:
    return {part.name: part.state for part in health.parts(now)}


def facts(part: str, now: datetime) -> dict[str, object]:
    return next(dict(each.facts) for each in health.parts(now) if each.name == part)


def do_all(now: datetime) -> None:
    due.announce(JOBS, now=now)
    for job in JOBS:
        if run := due.take(job, now=now):
            due.end(run, job, Did({"done": 1}), now=now)


def test_where_nothing_was_ever_announced_the_scheduler_is_down():
    assert states(NOW) == {"scheduler": State.DOWN, "worker": State.UNKNOWN, "jobs": State.UP}


def test_all_is_up_when_everything_due_was_done():
    do_all(NOW)

    assert set(states(NOW + health.TICKED_WITHIN).values()) == {State.UP}


def test_scheduler_that_announces_no_more_is_told_within_seconds():
    do_all(NOW)

    assert states(NOW + health.TICKED_WITHIN + SECOND)["scheduler"] == State.DOWN
    assert facts("scheduler", NOW + 60 * SECOND) == {"last_tick_s": 60}


def test_worker_that_takes_nothing_is_told_although_the_scheduler_goes_on():
    do_all(NOW)
    for second in range(0, 40, 5):
        due.announce(JOBS, now=NOW + second * SECOND)

    after = states(NOW + 35 * SECOND)

    assert (after["scheduler"], after["worker"]) == (State.UP, State.DOWN)
    assert "activities.wake_scorer" in facts("worker", NOW + 35 * SECOND)["not_taken"]


@pytest.mark.parametrize("way", [DAY, -DAY], ids=["forward", "back"])
def test_clock_that_jumps_is_told_of_only_until_the_next_tick(way):
    do_all(NOW)
    assert states(NOW + way)["scheduler"] == State.DOWN

    do_all(NOW + way + SECOND)

    assert set(states(NOW + way + 2 * SECOND).values()) == {State.UP}


def test_job_that_fails_is_told_until_it_is_done():
    do_all(NOW)
    later = NOW + SCORER.every
    due.announce(JOBS, now=later)
    due.fail(due.take(SCORER, now=later), SCORER, ValueError("with a secret"), now=later)

    assert states(later)["jobs"] == State.DOWN
    told = facts("jobs", later)
    assert told["failing"] == ["activities.wake_scorer"]
    assert told["last_failure"] == {"job": "activities.wake_scorer", "at": later, "error": "ValueError"}

    do_all(later + SCORER.every)
    assert states(later + SCORER.every)["jobs"] == State.UP
    assert facts("jobs", later)["last_failure"]["error"] == "ValueError", "the last one stays told"


def test_last_run_of_every_job_is_told():
    do_all(NOW)

    told = facts("jobs", NOW)["last_runs"]

    assert told.keys() == every_job().keys()
    assert told["credits.expire_vintages"] == {
        "ended_at": NOW,
        "outcome": "done",
        "due_at": NOW + timedelta(hours=1),
        "done": 1,
    }


def test_fact_that_stays_the_same_is_timed_from_its_first_run():
    for second, oldest in [(0, 7), (5, 8), (10, 8), (15, 8)]:
        moment = NOW + second * SECOND
        Run.objects.create(
            job=SCORER.name,
            due_at=moment,
            started_at=moment,
            ended_at=moment,
            outcome=Outcome.DONE,
            facts={"oldest": oldest},
        )

    now = NOW + 25 * SECOND
    assert health.unchanged_for(SCORER.name, "oldest", 8, now=now) == 20 * SECOND
    assert health.unchanged_for(SCORER.name, "oldest", 9, now=now) == timedelta(0)
