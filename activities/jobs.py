"""The jobs of this app: work is looked for that no message announced, what forms refused is forgotten."""

from datetime import timedelta

from django.utils import timezone

from activities.attempts import keeping as attempts
from activities.scoring import nudge, queue, scorer
from jobs.timetable import A_MOMENT, Did, Job, Lane

NOTHING = 0


def wake_scorer() -> Did:
    """Finds pending acts whose message was lost, and waiting ones whose budget was filled; says the oldest act."""
    scorer.release_waiting(now=timezone.now())
    nudge.wake(queue.busy_shards())
    return Did({"oldest": queue.oldest_pending() or NOTHING})


def forget_old_attempts() -> Did:
    """Erases what forms refused more than thirty days ago."""
    return Did({"forgotten": attempts.forget_old(now=timezone.now())})


OFTEN = timedelta(seconds=5)
JOBS = [
    Job("activities.wake_scorer", wake_scorer, every=OFTEN, within=A_MOMENT, lane=Lane.CLOCK),
    Job("activities.forget_old_attempts", forget_old_attempts, every=timedelta(hours=1)),
]
