"""The jobs of this app: old runs are forgotten, and the database is asked for room."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from jobs import history, passed_over, room
from jobs.timetable import A_MOMENT, Did, Job, Lane


def forget_old_runs() -> Did:
    """What nobody reads any more, and what was passed over and is due no more."""
    return Did({"forgotten": history.forget_old(), "met_no_more": passed_over.forget_old()})


def ask_for_room() -> Did:
    """Fails where the database's disk is full: before anybody's act is refused for it, and until there is room."""
    room.ask()
    return Did({})


JOBS = [
    Job("jobs.forget_old_runs", forget_old_runs, title=_("Old runs of jobs are forgotten"), every=timedelta(hours=1)),
    Job(
        "jobs.ask_for_room",
        ask_for_room,
        title=_("The database’s disk is asked for room"),
        every=timedelta(seconds=10),
        within=A_MOMENT,
        lane=Lane.CLOCK,
    ),
]
