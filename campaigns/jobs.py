"""The jobs of this app: bonuses are paid and taken back, citizens are reminded, teams and trophies are kept."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.bonuses import due, returning
from campaigns.signups import reminding
from campaigns.teams import keeping as teams
from campaigns.trophies import keeping as trophies
from jobs.timetable import Did, Job

BONUSES_A_RUN = 500
REMINDERS_A_RUN = 2000


def pay_bonuses() -> Did:
    """Pays what days that are over have earned; what is left is for the next run, which is due at once."""
    paid = due.pay_due(now=timezone.now(), limit=BONUSES_A_RUN)
    return Did({"paid": paid}, more=paid >= BONUSES_A_RUN)


def return_bonuses() -> Did:
    """Takes back what acts have earned that were taken back."""
    returned = returning.return_due(now=timezone.now(), limit=BONUSES_A_RUN)
    return Did({"returned": returned}, more=returned >= BONUSES_A_RUN)


def remind() -> Did:
    """Tells who wants to be told that a campaign begins tomorrow, or today."""
    told = reminding.remind(now=timezone.now(), limit=REMINDERS_A_RUN)
    return Did({"told": told}, more=told >= REMINDERS_A_RUN)


JOBS = [
    Job(
        "campaigns.pay_bonuses",
        pay_bonuses,
        title=_("Campaigns pay the bonus of days that are over"),
        every=timedelta(hours=1),
    ),
    Job(
        "campaigns.return_bonuses",
        return_bonuses,
        title=_("Bonuses of acts that were taken back are taken back"),
        every=timedelta(minutes=15),
    ),
    Job(
        "campaigns.remind",
        remind,
        title=_("Who joined a campaign is reminded of it"),
        every=timedelta(minutes=15),
    ),
    *teams.JOBS,
    *trophies.JOBS,
]
