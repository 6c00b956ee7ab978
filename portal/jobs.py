"""The jobs of this app: the books are proven every night."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from jobs.timetable import Job
from portal import books

JOBS = [
    Job(
        books.NIGHTLY,
        books.audit_of_the_night,
        title=_("All books are proven every night"),
        every=timedelta(hours=1),
        within=timedelta(hours=6),
    )
]
