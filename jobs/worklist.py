"""Scheduled work that failed, is late or left something, for whoever may look at its runs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from common.desk_worklist import Waits, waiting_rows
from jobs import health
from jobs.models import PassedOver

LATE_AFTER = timedelta(minutes=15)


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    """`now` is near enough to the database's, by which jobs are due."""
    if not request.user.has_perm("jobs.view_run"):
        return
    seen, address = health.look(), reverse("admin:jobs_scheduled")
    failed = [job.ended_at for job in seen if job.is_failing and job.ended_at]
    if failed:
        yield Waits(_("Jobs that failed"), address, min(failed), len(failed))
    late = [job.due_at for job in seen if job.due_at and job.due_at < now - LATE_AFTER]
    if late:
        yield Waits(_("Jobs that are late"), address, min(late), len(late))
    yield from waiting_rows(_("What jobs could not handle"), PassedOver.objects.all(), "first_at", f"{address}#left")
