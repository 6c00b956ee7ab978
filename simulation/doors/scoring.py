"""What waits is scored, as a worker scores it."""

from datetime import datetime

from activities.scoring import queue, scorer


def score(*, now: datetime) -> int:
    """Until nothing is pending; returns how many acts were taken."""
    scorer.release_waiting(now=now)
    taken = 0
    while shards := queue.busy_shards():
        before = taken
        for shard in shards:
            while count := scorer.score_batch(shard, now=now):
                taken += count
        assert taken > before, "acts are pending and nobody can take them"
    return taken
