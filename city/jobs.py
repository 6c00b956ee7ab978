"""The jobs of this app: the figures of days that are over are kept."""

from datetime import timedelta

from city import keeping
from jobs.timetable import Did, Job


def keep_figures() -> Did:
    """Keeps what is over and not kept yet."""
    return Did({"days": keeping.keep()})


JOBS = [Job("city.keep_figures", keep_figures, every=timedelta(hours=1))]
