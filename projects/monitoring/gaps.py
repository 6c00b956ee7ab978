"""Which days of a project's crediting period no report covers."""

from collections.abc import Iterator
from datetime import date, timedelta

from projects.models import CarbonProject

ONE_DAY = timedelta(days=1)


def gaps(project: CarbonProject, *, until: date) -> list[tuple[date, date]]:
    """Stretches without a report that stands, from the period's first day to `until` or its last, both included."""
    return list(_between(project, min(until, project.credited_until)))


def _between(project: CarbonProject, last: date) -> Iterator[tuple[date, date]]:
    free = project.credited_from
    for report in project.reports.standing().order_by("starts_on"):
        if report.starts_on > free:
            yield free, min(report.starts_on - ONE_DAY, last)
        free = report.ends_on + ONE_DAY
    if free <= last:
        yield free, last
