"""What Celery may ask of this app: score, read a file, make a thumbnail, look for work that no message announced."""

import logging

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from activities import nudge
from activities.evidence import photos, thumbnails
from activities.files import reading
from activities.models import ImportJob, Photo
from activities.scoring import queue, scorer

BATCHES_A_TASK = 2
PIECES_A_TASK = 4
FILES_A_ROUND = 100
PHOTOS_A_ROUND = 100

log = logging.getLogger(__name__)


@shared_task
def score_shard(shard: int) -> None:
    """Scores a shard's pending acts; leaves what is over to a message of its own, so that shards take turns."""
    for _batch in range(BATCHES_A_TASK):
        if scorer.score_batch(shard, now=timezone.now()) == 0:
            return
    nudge.wake([shard])


@shared_task
def wake_scorer() -> None:
    """Finds pending acts whose message was lost, and waiting ones whose budget was filled."""
    scorer.release_waiting(now=timezone.now())
    nudge.wake(queue.busy_shards())


@shared_task
def read_file(job_id: int) -> None:
    """Reads a piece of an uploaded file; leaves what is over to a message of its own, so that files take turns."""
    for _piece in range(PIECES_A_TASK):
        try:
            more = reading.read_piece(job_id, now=timezone.now())
        except OperationalError:
            raise  # The database is away: the clock comes back to this file.
        except Exception:
            # Whatever is wrong with one file must not keep the clock busy with it for ever.
            log.exception("file %s cannot be read", job_id)
            reading.give_up(job_id, now=timezone.now())
            return
        if not more:
            return
    nudge.wake_reader([job_id])


@shared_task
def wake_reader() -> None:
    """Finds files whose message was lost, those that have waited longest first."""
    waiting = ImportJob.objects.unfinished().order_by("pk").values_list("pk", flat=True)
    nudge.wake_reader(waiting[:FILES_A_ROUND])


@shared_task
def make_thumbnail(photo_id: int) -> None:
    """Makes the small picture of a photo."""
    thumbnails.make_thumbnail(photo_id)


@shared_task
def wake_thumbnails() -> None:
    """Finds photos whose message was lost."""
    waiting = Photo.objects.without_thumbnail().order_by("pk").values_list("pk", flat=True)
    nudge.ask_for_thumbnails(waiting[:PHOTOS_A_ROUND])


@shared_task
def forget_stale_photos() -> None:
    """Erases photos that were sent and never used."""
    photos.forget_stale_drafts(now=timezone.now())
