"""The jobs of this app: the figures of days that are over are kept."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from city import keeping
from jobs.timetable import Did, Job


def keep_figures() -> Did:
    """Keeps what is over and not kept yet."""
    return Did({"days": keeping.keep()})


JOBS = [
    Job(
        "city.keep_figures",
        keep_figures,
        title=_("The city’s figures of days that are over are kept"),
        every=timedelta(hours=1),
    )
]
