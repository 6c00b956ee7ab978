"""Does a job that is due, and writes down how it went."""

import logging

from common import connections
from jobs import due
from jobs.timetable import every_job

log = logging.getLogger(__name__)


def run(name: str) -> bool:
    """Runs the job if it is due and nobody else has taken it; returns whether it did."""
    job = every_job().get(name)
    taken = due.take(job, now=due.database_now()) if job else None
    if job is None or taken is None:
        return False
    try:
        did = job.work()
    except Exception as error:
        log.exception("the job %s failed", name)
        # It may be what failed; what is written now needs another.
        connections.let_go_of_broken()
        due.fail(taken, job, error, now=due.database_now())
    else:
        due.end(taken, job, did, now=due.database_now())
    return True
