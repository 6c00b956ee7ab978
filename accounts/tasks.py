"""Housekeeping of sign-ins: what is over is forgotten, a bounded piece at a time."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.rate_limits import forget_old_counters

BATCH = 10_000
MOST_BATCHES = 100


@shared_task
def forget_stale_sign_ins() -> None:
    """Delete expired sessions, with the phone and code of every sign-in that was not finished, and old counters.

    Half-finished sign-ins live nowhere else. `BATCH` of each at a time, at the most `MOST_BATCHES` times.
    """
    now = timezone.now()
    for _batch in range(MOST_BATCHES):
        expired = Session.objects.filter(expire_date__lt=now).order_by("expire_date")[:BATCH]
        sessions, _by_model = Session.objects.filter(pk__in=expired.values("pk")).delete()
        counters = forget_old_counters(now=now, limit=BATCH)
        if max(sessions, counters) < BATCH:
            return
