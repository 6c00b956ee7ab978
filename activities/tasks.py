"""What Celery may ask of this app: score a shard, read a file, make a thumbnail."""

import logging

from celery import shared_task
from django.utils import timezone

from activities import nudge
from activities.evidence import thumbnails
from activities.files import reading
from activities.scoring import scorer
from common.absence import absence_in

BATCHES_A_TASK = 2
PIECES_A_TASK = 4

log = logging.getLogger(__name__)


@shared_task
def score_shard(shard: int) -> None:
    """Scores a shard's pending acts; leaves what is over to a message of its own, so that shards take turns."""
    for _batch in range(BATCHES_A_TASK):
        if scorer.score_batch(shard, now=timezone.now()) == 0:
            return
    nudge.wake([shard])


@shared_task
def read_file(job_id: int) -> None:
    """Reads a piece of an uploaded file; leaves what is over to a message of its own, so that files take turns."""
    for _piece in range(PIECES_A_TASK):
        try:
            more = reading.read_piece(job_id, now=timezone.now())
        except Exception as error:
            if absence_in(error) or isinstance(error, OSError):
                raise  # The database or the disk is away: the clock comes back to this file.
            # Whatever is wrong with one file must not keep the clock busy with it for ever.
            log.exception("file %s cannot be read", job_id)
            reading.give_up(job_id, now=timezone.now())
            return
        if not more:
            return
    nudge.wake_reader([job_id])


@shared_task
def make_thumbnail(photo_id: int) -> None:
    """Makes the small picture of a photo."""
    thumbnails.make_thumbnail(photo_id)
