"""What Celery may ask of this app: score a shard, go on with a rehearsal."""

from celery import shared_task
from django.utils import timezone

from activities.scoring import nudge, scorer
from activities.scoring.rehearsing import run

BATCHES_A_TASK = 2


@shared_task
def score_shard(shard: int) -> None:
    """Scores a shard's pending acts; leaves what is over to a message of its own, so that shards take turns."""
    for _batch in range(BATCHES_A_TASK):
        if scorer.score_batch(shard, now=timezone.now()) == 0:
            return
    nudge.wake([shard])


@shared_task
def rehearse(rehearsal_id: int) -> None:
    """Goes on with a rehearsal, if nobody is at it; leaves what is over to a message of its own."""
    if run.go_on(clock=timezone.now, rehearsal_id=rehearsal_id):
        run.nudge(rehearsal_id)
