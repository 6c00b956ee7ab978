"""The jobs of teams: months of members are worked out anew where acts changed, and teams' months told once."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.teams import counting, months
from jobs.timetable import Did, Job


def count_teams() -> Did:
    """Hears of what was scored and taken back since the last time."""
    members, more = counting.keep_up(now=timezone.now())
    return Did({"members": members}, more=more)


def tell_months() -> Did:
    """Tells what teams came to in a month of which no acts come in any more."""
    return Did({"told": months.tell_due(now=timezone.now())})


JOBS = [
    Job(
        "campaigns.count_teams",
        count_teams,
        title=_("The months of teams’ members are worked out from their acts"),
        every=timedelta(minutes=5),
    ),
    Job(
        "campaigns.tell_months",
        tell_months,
        title=_("What teams came to in a month is told once it is over"),
        every=timedelta(hours=1),
    ),
]
