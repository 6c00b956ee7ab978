"""A file that is not read on is told."""

from datetime import timedelta

import pytest

from channels.files import health
from channels.files.models import ImportJob
from channels.files.upload import upload
from common.health import State
from jobs import due
from jobs.timetable import every_job
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

SECOND = timedelta(seconds=1)


def looks(*, first: int, last: int) -> None:
    """The runs of the job that wakes the reader, which is due every five seconds."""
    wake = every_job()["files.wake_reader"]
    for second in range(first, last + 1, 5):
        moment = NOW + second * SECOND
        due.announce([wake], now=moment)
        run = due.take(wake, now=moment)
        due.end(run, wake, wake.work(), now=moment)


def state(second: int) -> State:
    [part] = health.parts(NOW + second * SECOND)
    return part.state


def test_file_that_is_not_read_on_is_told_and_one_that_is_read_is_not(alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    upload(citizen=alice, name="steps.csv", content=b"date,steps\n2026-11-22,8000\n", now=NOW)
    looks(first=0, last=115)
    assert state(119) == State.UP

    looks(first=120, last=120)
    assert state(120) == State.DOWN

    ImportJob.objects.update(rows_done=1, passed_over=1)
    assert state(121) == State.UP
