"""The jobs of this app: days that are over are sealed."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.timetable import Did, Job
from seals import sealing

DAYS_A_RUN = 20
PATIENCE_S = 30.0


def seal_days() -> Did:
    """Seals what is due, the oldest day first. Who still writes into a closed day is waited for."""
    sealed = 0
    for _day in range(DAYS_A_RUN):
        day = sealing.due_day(timezone.now())
        if day is None:
            return Did({"sealed": sealed})
        closed = sealing.close(day, now=timezone.now())
        if not sealing.wait_until_settled(closed, patience_s=PATIENCE_S):
            return Did({"sealed": sealed, "waits_for": day.isoformat()})
        sealing.seal(closed, now=timezone.now())
        sealed += 1
    return Did({"sealed": sealed}, more=True)


JOBS = [
    Job(
        "seals.seal_days",
        seal_days,
        title=_("Days that are over are sealed"),
        every=timedelta(minutes=10),
        within=timedelta(hours=2),
    )
]
