"""Housekeeping of sign-ins: what is over is forgotten, a bounded piece at a time."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.rate_limits import forget_old_counters

BATCH = 10_000


@shared_task
def forget_stale_sign_ins() -> None:
    """Delete expired sessions, with the phone and code of every sign-in that was not finished, and old counters.

    Half-finished sign-ins live nowhere else. Up to `BATCH` of each; the next run takes the rest.
    """
    now = timezone.now()
    expired = Session.objects.filter(expire_date__lt=now).order_by("expire_date")[:BATCH]
    Session.objects.filter(pk__in=expired.values("pk")).delete()
    forget_old_counters(now=now, limit=BATCH)
