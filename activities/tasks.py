"""What Celery may ask of this app: score a shard, look for work that no message announced."""

from celery import shared_task
from django.utils import timezone

from activities import nudge, scoring

BATCHES_A_TASK = 2


@shared_task
def score_shard(shard: int) -> None:
    """Scores a shard's pending acts; leaves what is over to a message of its own, so that shards take turns."""
    for _batch in range(BATCHES_A_TASK):
        if scoring.score_batch(shard, now=timezone.now()) == 0:
            return
    nudge.wake([shard])


@shared_task
def wake_scorer() -> None:
    """Finds pending acts whose message was lost, and waiting ones whose budget was filled."""
    scoring.release_waiting(now=timezone.now())
    nudge.wake(scoring.busy_shards())
