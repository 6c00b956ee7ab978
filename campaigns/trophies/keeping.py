"""The jobs of trophies: awarded and revoked where acts changed, and once a month to a team."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.trophies import awarding
from jobs.timetable import Did, Job


def judge_trophies() -> Did:
    """Hears of what was scored and taken back since the last time."""
    citizens, more = awarding.keep_up(now=timezone.now())
    return Did({"citizens": citizens}, more=more)


def award_team() -> Did:
    """The first team of the month that is over."""
    return Did({"awarded": awarding.award_team(now=timezone.now())})


JOBS = [
    Job(
        "campaigns.judge_trophies",
        judge_trophies,
        title=_("Trophies are awarded for acts that count, and revoked with them"),
        every=timedelta(minutes=10),
    ),
    Job(
        "campaigns.award_team",
        award_team,
        title=_("The first team of a month gets its trophy"),
        every=timedelta(hours=6),
    ),
]
