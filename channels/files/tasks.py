"""What Celery may ask of this app: read a file."""

import logging

from celery import shared_task
from django.utils import timezone

from channels.files import reading, waking
from common.absence import absence_in

PIECES_A_TASK = 4

log = logging.getLogger(__name__)


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
    waking.wake([job_id])
