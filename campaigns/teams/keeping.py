"""The job of teams: months of members are worked out anew where acts changed."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.teams import counting
from jobs.timetable import Did, Job


def count_teams() -> Did:
    """Hears of what was scored and taken back since the last time."""
    members, more = counting.keep_up(now=timezone.now())
    return Did({"members": members}, more=more)


JOBS = [
    Job(
        "campaigns.count_teams",
        count_teams,
        title=_("The months of teams’ members are worked out from their acts"),
        every=timedelta(minutes=5),
    )
]
