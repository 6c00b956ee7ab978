"""The jobs of this app: credits expire whose last day is over."""

from datetime import timedelta

from django.utils import timezone

from credits import expiry
from jobs.timetable import Did, Job

BATCHES_A_RUN = 10


def expire_vintages() -> Did:
    """Expires what is due, in batches; what is left is for the next run, which is due at once."""
    expired = 0
    for _batch in range(BATCHES_A_RUN):
        some = expiry.expire(now=timezone.now())
        expired += some
        if some == 0:
            return Did({"expired": expired})
    return Did({"expired": expired}, more=True)


JOBS = [Job("credits.expire_vintages", expire_vintages, every=timedelta(hours=1))]
