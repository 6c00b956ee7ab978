"""The job of this app: what a provider does not answer comes back to the desk."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.timetable import Did, Job
from review import granting


def bring_back_claims() -> Did:
    """Claims that wait for their provider no longer."""
    return Did({"brought_back": granting.bring_back(now=timezone.now())})


JOBS = [
    Job(
        "review.bring_back_claims",
        bring_back_claims,
        title=_("Claims that a provider does not answer come back"),
        every=timedelta(hours=1),
    )
]
