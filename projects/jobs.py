"""The jobs of this app: whose turn it is is reminded, months are gathered on, offers and deals end with their days."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.timetable import Did, Job
from projects.bulletin import reminding as bulletin
from projects.cycle import telling
from projects.events import telling as events
from projects.monitoring import reminding
from projects.pooling import gathering

DESIGNS_A_RUN = FINDINGS_A_RUN = EVENTS_A_RUN = 500
BATCHES_A_RUN = 5


def remind_of_findings() -> Did:
    """Tells owners which findings of their reports are to be answered, once before the day and once after it."""
    return Did({"looked_at": reminding.remind(now=timezone.now(), limit=FINDINGS_A_RUN)})


def remind_of_designs() -> Did:
    """Tells whose turn ends soon or is over, and whose comments are closed, once each."""
    return Did({"looked_at": telling.remind(now=timezone.now(), limit=DESIGNS_A_RUN)})


def gather_months() -> Did:
    """Gathers on at a month of citizens' acts, for a while; others come next, and what is left."""
    batches, more = gathering.go_on(now=timezone.now(), batches=BATCHES_A_RUN)
    return Did({"batches": batches}, more=more)


def tidy_bulletin() -> Did:
    """Offers whose day is over expire, deals that nobody paid lapse, and buyers are reminded the day before."""
    return Did({"ended": bulletin.tidy(now=timezone.now(), limit=DESIGNS_A_RUN)})


def remind_of_events() -> Did:
    """Tells organisers that what was emitted is to be stated, and as the year for retiring comes to its end."""
    return Did({"looked_at": events.remind(now=timezone.now(), limit=EVENTS_A_RUN)})


JOBS = [
    Job(
        "projects.gather_months",
        gather_months,
        title=_("Months of citizens’ acts are gathered for pooling"),
        every=timedelta(minutes=1),
        within=timedelta(minutes=1),
    ),
    Job(
        "projects.tidy_bulletin",
        tidy_bulletin,
        title=_("Offers of units expire, and deals that were not paid lapse"),
        every=timedelta(hours=1),
    ),
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
    Job(
        "projects.remind_of_events",
        remind_of_events,
        title=_("Reminds organisers of what an event emitted and of what is to be retired"),
        every=timedelta(hours=6),
    ),
]
