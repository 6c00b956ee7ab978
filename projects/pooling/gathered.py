"""A report that was gathered from acts: nobody writes in it, and what was taken back leaves it before it is verified.

Locks: whoever calls has locked the report, and with it the project.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from common.few import FEWEST
from projects.models import CarbonProject, MonitoringReport, PooledMonth, ReportStatus, ReportVersion
from projects.pooling import lines, sums
from projects.pooling.gathering import is_pool
from projects.refusals import ActsTakenBack, LinesAreGathered, TooFewCitizens


class Left(NamedTuple):
    """What could still be reported of a month, once what was taken back has left it."""

    citizens: int
    acts: int
    kilograms: int
    taken_back: int

    @property
    def is_enough(self) -> bool:
        return self.citizens >= FEWEST and self.kilograms > 0


def is_of(report: MonitoringReport) -> bool:
    return is_pool(report.project)


def check_written(project: CarbonProject) -> None:
    """That somebody may write a project's reports. Raises `LinesAreGathered`."""
    if is_pool(project):
        raise LinesAreGathered


def check_current(report: MonitoringReport) -> None:
    """That none of a gathered report's acts was taken back since its lines were drawn. Raises `ActsTakenBack`."""
    if not is_of(report):
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_TAKEN_BACK}", {"month": report.pooled_month.pk})
        count = cursor.fetchone()[0]
    if count:
        raise ActsTakenBack(count=count)


def draw_anew(version: ReportVersion, *, now: datetime) -> None:
    """The lines of a new version, without what was taken back meanwhile.

    Raises `TooFewCitizens` where what is left would tell whose it is: nothing has left the report then.
    """
    month = PooledMonth.objects.select_for_update(no_key=True, of=("self",)).get(report=version.report)
    with connection.cursor() as cursor:
        cursor.execute(_LEAVE, {"month": month.pk, "now": now})
        cursor.execute(_LEFT_OVER, {"month": month.pk})
        month.citizens, month.acts, month.acts_g = cursor.fetchone()
    check_enough(month)
    sums.settle(month)
    month.save()
    lines.write(version, month)


def left_over(month: PooledMonth) -> Left:
    """Without writing anything; whom the acts are of is counted only where few may be left."""
    with connection.cursor() as cursor:
        given: dict[str, int | datetime] = {"month": month.pk, "since": month.begun_at}
        cursor.execute(f"SELECT count(*), count(DISTINCT pooled.citizen_id), {_GRAMS} {_TAKEN_BACK_SINCE}", given)
        taken_back, at_most, grams = cursor.fetchone()
        citizens = month.citizens - at_most
        if citizens < FEWEST:
            cursor.execute(_STAY, given)
            citizens = cursor.fetchone()[0]
    come = sums.summed(
        acts_g=month.acts_g - grams,
        carried_in_g=month.carried_in_g,
        owed_in_g=month.owed_in_g,
        deducted_g=month.deducted_g,
    )
    return Left(citizens, month.acts - taken_back, come.kilograms, taken_back)


def stuck() -> list[PooledMonth]:
    """Months in verification that nobody can bring to a statement: too few are left. A pool has one that is open."""
    verified = [ReportStatus.DRAFT, ReportStatus.SUBMITTED]
    months = PooledMonth.objects.agreed().filter(report__status__in=verified)
    return [month for month in months if not left_over(month).is_enough]


def is_stuck(report: MonitoringReport) -> bool:
    return is_of(report) and not left_over(report.pooled_month).is_enough


def check_enough(month: PooledMonth) -> None:
    """That nobody can tell whose acts a month is of. Raises `TooFewCitizens`."""
    if month.citizens < FEWEST:
        raise TooFewCitizens(least=FEWEST)


_TAKEN_BACK = """
    FROM activities_revocation AS revoked
    JOIN projects_pooledact AS pooled ON pooled.activity_id = revoked.activity_id
    LEFT JOIN projects_poolleaving AS leaving ON leaving.activity_id = pooled.activity_id
    WHERE pooled.month_id = %(month)s AND leaving.activity_id IS NULL
"""
_TAKEN_BACK_SINCE = f"{_TAKEN_BACK} AND revoked.revoked_at >= %(since)s"
"""No act that was taken back before a month was begun is in it, so that few are looked at."""
_GRAMS = "coalesce(sum(pooled.grams), 0)::bigint"
_STAY = f"""
    SELECT count(DISTINCT pooled.citizen_id) FROM projects_pooledact AS pooled
    LEFT JOIN projects_poolleaving AS leaving ON leaving.activity_id = pooled.activity_id
    WHERE pooled.month_id = %(month)s AND leaving.activity_id IS NULL
    AND pooled.activity_id NOT IN (SELECT pooled.activity_id {_TAKEN_BACK_SINCE})
"""  # noqa: S608, conditions of this program alone
_LEAVE = f"""
    INSERT INTO projects_poolleaving (activity_id, month_id, kind, grams, noted_at)
    SELECT pooled.activity_id, %(month)s, 'left', pooled.grams, %(now)s {_TAKEN_BACK}
"""
_LEFT_OVER = """
    SELECT count(DISTINCT pooled.citizen_id), count(*), coalesce(sum(pooled.grams), 0)::bigint
    FROM projects_pooledact AS pooled
    LEFT JOIN projects_poolleaving AS leaving
        ON leaving.activity_id = pooled.activity_id AND leaving.month_id = pooled.month_id
    WHERE pooled.month_id = %(month)s AND leaving.activity_id IS NULL
"""
