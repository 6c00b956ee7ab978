"""The jobs of this app: whose turn it is with a project, and who is to answer a finding, is reminded."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.timetable import Did, Job
from projects.cycle import telling
from projects.monitoring import reminding

DESIGNS_A_RUN = FINDINGS_A_RUN = 500


def remind_of_findings() -> Did:
    """Tells owners which findings of their reports are to be answered, once before the day and once after it."""
    return Did({"looked_at": reminding.remind(now=timezone.now(), limit=FINDINGS_A_RUN)})


def remind_of_designs() -> Did:
    """Tells whose turn ends soon or is over, and whose comments are closed, once each."""
    return Did({"looked_at": telling.remind(now=timezone.now(), limit=DESIGNS_A_RUN)})


JOBS = [
    Job(
        "projects.remind_of_designs",
        remind_of_designs,
        title=_("Owners and verifiers are told whose turn it is with a project"),
        every=timedelta(hours=1),
    ),
    Job(
        "projects.remind_of_findings",
        remind_of_findings,
        title=_("Reminds owners of findings to be answered"),
        every=timedelta(hours=6),
    ),
]
