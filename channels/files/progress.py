"""How far a file has come, and what it has earned so far."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from activities.models import Status
from channels.files.models import ImportJob, ImportRow, RowOutcome


@dataclass(frozen=True, slots=True)
class Progress:
    """The acts that a file added: how many there are, how many wait, and the grams and credits of the scored ones."""

    recorded: int
    pending: int
    waiting: int
    checked: int
    """Those in review, and those that wait for a decision on another one."""
    rejected: int
    grams: int
    credits: int

    @property
    def settled(self) -> int:
        return self.recorded - self.pending


def progress_of(job: ImportJob) -> Progress:
    """One query over the rows of the file, of which there are few enough."""
    added = ImportRow.objects.filter(job=job, outcome=RowOutcome.RECORDED)
    sums = added.aggregate(
        pending=Count("line", filter=Q(activity__status=Status.PENDING)),
        waiting=Count("line", filter=Q(activity__status=Status.WAITING)),
        checked=Count("line", filter=Q(activity__status__in=[Status.REVIEW, Status.BEHIND])),
        rejected=Count("line", filter=Q(activity__status=Status.REJECTED)),
        grams=Sum("activity__assessment__grams", default=0),
        credits=Sum("activity__assessment__credits", default=0),
    )
    return Progress(recorded=job.recorded, **sums)
