"""Proves that files are their rows."""

from collections.abc import Iterator

from common.audit import WHOLE, AuditRule, Extent, Finding, broken

RULES = [
    AuditRule(
        "file_is_not_its_rows",
        "file {0} says {1} rows, {2} of them recorded; it has {3} and {4} acts of its citizen",
        """
        SELECT job.id, job.rows_done, job.recorded, count(row.line), count(activity.id)
        FROM activities_importjob AS job
        LEFT JOIN activities_importrow AS row ON row.job_id = job.id
        LEFT JOIN activities_activity AS activity
            ON activity.id = row.activity_id AND activity.citizen_id = job.citizen_id AND activity.channel = 'file'
            AND row.outcome = 'recorded'
        GROUP BY job.id
        HAVING job.rows_done <> count(row.line) OR job.recorded <> count(activity.id)
        """,
    ),
]


def findings(_extent: Extent = WHOLE) -> Iterator[Finding]:
    """What is not as it must be about files."""
    return broken(RULES)
