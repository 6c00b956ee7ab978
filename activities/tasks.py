"""What Celery may ask of this app: score a shard."""

from celery import shared_task
from django.utils import timezone

from activities.scoring import nudge, scorer

BATCHES_A_TASK = 2


@shared_task
def score_shard(shard: int) -> None:
    """Scores a shard's pending acts; leaves what is over to a message of its own, so that shards take turns."""
    for _batch in range(BATCHES_A_TASK):
        if scorer.score_batch(shard, now=timezone.now()) == 0:
            return
    nudge.wake([shard])
