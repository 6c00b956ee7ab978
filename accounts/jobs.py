"""The jobs of this app: what is over of sign-ins is forgotten, a bounded piece at a time."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.rate_limits import forget_old_counters
from jobs.timetable import Did, Job

BATCH = 10_000
MOST_BATCHES = 100


def forget_stale_sign_ins() -> Did:
    """Delete expired sessions, with the phone and code of every sign-in that was not finished, and old counters.

    Half-finished sign-ins live nowhere else. `BATCH` of each at a time, at the most `MOST_BATCHES` times.
    """
    now = timezone.now()
    sessions = counters = 0
    for _batch in range(MOST_BATCHES):
        expired = Session.objects.filter(expire_date__lt=now).order_by("expire_date")[:BATCH]
        some_sessions, _by_model = Session.objects.filter(pk__in=expired.values("pk")).delete()
        some_counters = forget_old_counters(now=now, limit=BATCH)
        sessions, counters = sessions + some_sessions, counters + some_counters
        if max(some_sessions, some_counters) < BATCH:
            return Did({"sessions": sessions, "counters": counters})
    return Did({"sessions": sessions, "counters": counters}, more=True)


JOBS = [Job("accounts.forget_stale_sign_ins", forget_stale_sign_ins, every=timedelta(hours=1))]
