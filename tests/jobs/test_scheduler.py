"""Real schedulers and a real worker: two of the one make one run, nothing is kept on disk, and no clock stops them."""

import os
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from credits import statements
from jobs import due
from jobs.models import Outcome, Run
from jobs.timetable import every_job
from tests.conftest import TODAY, record, walk
from tests.processes import ROOT, Process, Scheduler, Worker, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogue", "budget")]

SCORER = "activities.wake_scorer"


class WorkerAlone(Worker):
    """A worker without a Beat."""

    def command(self) -> list[str]:
        return [word for word in super().command() if word != "--beat"]


@pytest.fixture
def processes(transactional_db, broker, tmp_path_factory):
    """Starts processes on the test's own broker, each in a folder of its own, and ends them."""
    started: list[Process] = []

    def start(kind: type[Process]) -> Process:
        process = kind(tmp_path_factory.mktemp("p"), broker.url)
        started.append(process)
        process.start()
        return process

    yield start
    for process in started:
        process.stop()


def runs_of(job: str) -> list[Run]:
    return list(Run.objects.ended().filter(job=job).order_by("pk"))


def files() -> set[Path]:
    """What lies in the checkout and in the data folder, but for what Python and tests write."""
    return {path for folder in (ROOT, Path(os.environ["PORTAL_DATA"])) for path in folder.iterdir()}


@pytest.mark.slow
def test_two_schedulers_make_one_run_of_each_and_keep_nothing_on_disk(processes):
    before = files()
    processes(WorkerAlone)
    processes(Scheduler)
    processes(Scheduler)

    wait_until(lambda: len(runs_of(SCORER)) >= 4, "the scorer is woken again and again")

    assert files() == before
    begun = [run.started_at for run in runs_of(SCORER)]
    pauses = [later - earlier for earlier, later in pairwise(begun)]
    assert min(pauses) >= every_job()[SCORER].every
    assert len(runs_of("credits.expire_vintages")) == 1, "once, and then in an hour"
    assert set(Run.objects.ended().values_list("outcome", flat=True)) == {Outcome.DONE}


def test_jobs_that_the_clock_has_put_off_until_tomorrow_are_done_at_once(processes, alice):
    """As after the clock was set back by a day: everything that is due lies a day ahead."""
    now = due.database_now()
    due.announce(list(every_job().values()), now=now)
    for job in every_job().values():
        due.end(due.take(job, now=now), job, job.work(), now=now)
    record(alice, walk(8000, now=now), now=now)
    Run.objects.waiting().update(due_at=now + timedelta(days=1, hours=2), announced_at=now + timedelta(days=1))

    processes(WorkerAlone)
    processes(Scheduler)

    wait_until(lambda: statements.available(alice.pk, today=TODAY) == 16, "the act is scored", 30)
    wait_until(lambda: len(runs_of("credits.expire_vintages")) == 2, "vintages expire", 30)
    assert len(runs_of("merchants.expire_vouchers")) == 2


@pytest.mark.slow
def test_scheduler_and_worker_outlive_the_broker(processes, broker):
    processes(WorkerAlone)
    processes(Scheduler)
    wait_until(lambda: runs_of(SCORER), "the scorer is woken")

    broker.stop()
    wait_until(lambda: Run.objects.waiting().filter(job=SCORER, announced_at__isnull=False).exists(), "it is due")
    broker.start()

    before = len(runs_of(SCORER))
    wait_until(lambda: len(runs_of(SCORER)) >= before + 2, "the scorer is woken again", 30)
