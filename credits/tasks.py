"""What Celery may ask of this app: let credits expire whose last day is over."""

from celery import shared_task
from django.utils import timezone

from credits import expiry

BATCHES_A_TASK = 100


@shared_task
def expire_vintages() -> None:
    """Expires what is due, in batches; the next hour finds what is left."""
    for _batch in range(BATCHES_A_TASK):
        if expiry.expire(now=timezone.now()) == 0:
            return
