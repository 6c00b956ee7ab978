"""The job of this app: files are looked for that no message announced."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from channels.files import waking
from channels.files.models import ImportJob
from jobs.timetable import A_MOMENT, Did, Job, Lane

FILES_A_ROUND = 100


def wake_reader() -> Did:
    """Finds files whose message was lost, those that have waited longest first; says how far the first one is."""
    waiting = list(ImportJob.objects.unfinished().order_by("pk").values_list("pk", "rows_done")[:FILES_A_ROUND])
    waking.wake(job_id for job_id, _rows_done in waiting)
    return Did({"oldest": place_of(*waiting[0]) if waiting else ""})


def place_of(job_id: int, rows_done: int) -> str:
    """How far the reader is with a file."""
    return f"{job_id}:{rows_done}"


JOBS = [
    Job(
        "files.wake_reader",
        wake_reader,
        title=_("Files that wait are found and read"),
        every=timedelta(seconds=5),
        within=A_MOMENT,
        lane=Lane.CLOCK,
    )
]
