"""The jobs of this app: who is to answer a finding is reminded."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.timetable import Did, Job
from projects.monitoring import reminding

FINDINGS_A_RUN = 500


def remind_of_findings() -> Did:
    """Tells owners which findings of their reports are to be answered, once before the day and once after it."""
    return Did({"looked at": reminding.remind(now=timezone.now(), limit=FINDINGS_A_RUN)})


JOBS = [
    Job("findings", remind_of_findings, every=timedelta(hours=6), title=_("Reminds owners of findings to be answered")),
]
