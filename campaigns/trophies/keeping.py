"""The jobs of trophies: awarded and revoked where acts changed, once a month to a team, and once a year."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.trophies import awarding, yearly
from jobs.timetable import Did, Job


def judge_trophies() -> Did:
    """Hears of what was scored and taken back since the last time."""
    citizens, more = awarding.keep_up(now=timezone.now())
    return Did({"citizens": citizens}, more=more)


def award_team() -> Did:
    """The first team of the month that is over."""
    return Did({"awarded": awarding.award_team(now=timezone.now())})


def award_year() -> Did:
    """Whoever has reached a trophy of the year that is over, whether or not their acts change since."""
    citizens, more = yearly.award_year(now=timezone.now())
    return Did({"citizens": citizens}, more=more)


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
    Job(
        "campaigns.award_year",
        award_year,
        title=_("Who has reached a year’s trophy gets it once the year is over"),
        every=timedelta(hours=6),
    ),
]
