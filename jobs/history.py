"""The runs that are over: how many are kept, and what the last ones say."""

from django.db import connection

from jobs.models import Outcome, Run
from jobs.timetable import Facts

KEPT = 200
"""Runs of each job that are kept of those that were done, and so many of those that were not."""


def forget_old() -> int:
    """Forgets all but the newest runs of each job; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM jobs_run WHERE id IN (
                SELECT id FROM (
                    SELECT id, row_number() OVER (PARTITION BY job, outcome = 'done' ORDER BY id DESC) AS place
                    FROM jobs_run WHERE ended_at IS NOT NULL
                ) AS run
                WHERE place > %s
            )
            """,
            [KEPT],
        )
        return cursor.rowcount


def last_said(job: str) -> Facts:
    """What the last run of a job that was done had to say; nothing where there was none."""
    last = Run.objects.ended().filter(job=job, outcome=Outcome.DONE).order_by("-pk").first()
    return last.facts if last else {}
