"""The jobs of this app: work is looked for that no message announced, photos that were never used are forgotten."""

from datetime import timedelta

from django.utils import timezone

from activities import nudge
from activities.attempts import keeping as attempts
from activities.evidence import photos
from activities.models import ImportJob, Photo
from activities.scoring import queue, scorer
from jobs.timetable import Did, Job, Lane

FILES_A_ROUND = 100
PHOTOS_A_ROUND = 100
NOTHING = 0


def wake_scorer() -> Did:
    """Finds pending acts whose message was lost, and waiting ones whose budget was filled; says the oldest act."""
    scorer.release_waiting(now=timezone.now())
    nudge.wake(queue.busy_shards())
    return Did({"oldest": queue.oldest_pending() or NOTHING})


def wake_reader() -> Did:
    """Finds files whose message was lost, those that have waited longest first; says how far the first one is."""
    waiting = list(ImportJob.objects.unfinished().order_by("pk").values_list("pk", "rows_done")[:FILES_A_ROUND])
    nudge.wake_reader(job_id for job_id, _rows_done in waiting)
    return Did({"oldest": place_of(*waiting[0]) if waiting else ""})


def wake_thumbnails() -> Did:
    """Finds photos whose message was lost."""
    waiting = list(Photo.objects.without_thumbnail().order_by("pk").values_list("pk", flat=True)[:PHOTOS_A_ROUND])
    nudge.ask_for_thumbnails(waiting)
    return Did({"waiting": len(waiting)})


def forget_stale_photos() -> Did:
    """Erases photos that were sent and never used."""
    return Did({"forgotten": photos.forget_stale_drafts(now=timezone.now())})


def forget_old_attempts() -> Did:
    """Erases what forms refused more than thirty days ago."""
    return Did({"forgotten": attempts.forget_old(now=timezone.now())})


def place_of(job_id: int, rows_done: int) -> str:
    """How far the reader is with a file."""
    return f"{job_id}:{rows_done}"


OFTEN = timedelta(seconds=5)
A_MOMENT = timedelta(seconds=15)
JOBS = [
    Job("activities.wake_scorer", wake_scorer, every=OFTEN, within=A_MOMENT, lane=Lane.CLOCK),
    Job("activities.wake_reader", wake_reader, every=OFTEN, within=A_MOMENT, lane=Lane.CLOCK),
    Job("activities.wake_thumbnails", wake_thumbnails, every=2 * OFTEN, within=A_MOMENT, lane=Lane.CLOCK),
    Job("activities.forget_stale_photos", forget_stale_photos, every=timedelta(hours=1)),
    Job("activities.forget_old_attempts", forget_old_attempts, every=timedelta(hours=1)),
]
