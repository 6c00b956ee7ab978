"""The desk closes a month that was agreed to and can't be reported: nothing of it counts, and its acts are free again.

What it carried, owed and took off goes on to the next month of the pool, to the gram; its own acts do not. Whoever
gathers the same month anew asks each act again, so that none counts twice.

Locks: as whoever gathers, then the project, the report and the month.
"""

from datetime import datetime

from django.db import connection, transaction

from accounts.models import User
from common import editions, locks
from projects.desk import concerned, own_organisation
from projects.models import (
    MonitoringReport,
    MonthStatus,
    PooledMonth,
    Proposal,
    ProposalStatus,
    ReportStatus,
    ReportStepKind,
)
from projects.monitoring import telling
from projects.monitoring.deeds import locked, stand, step
from projects.pooling import gathered, sums
from projects.refusals import LaterMonthFollows, MonthDecided, ReportIssued, WordsMissing

OPEN = (ReportStatus.DRAFT, ReportStatus.SUBMITTED, ReportStatus.VERIFIED)


def shown_of(month: PooledMonth) -> list[object]:
    """What whoever closes goes by."""
    left = gathered.left_over(month)
    return [month.pk, month.status, month.report and month.report.status, left.citizens, left.acts, left.kilograms]


def is_open(month: PooledMonth) -> bool:
    """Whether a month could be closed, but for what follows it or was issued."""
    return month.status == MonthStatus.AGREED and month.report is not None and month.report.status in OPEN


@transaction.atomic
def close(*, month: PooledMonth, words: str, by: User, now: datetime, edition: str | None = None) -> PooledMonth:
    """Withdraws its report for a reason that both sides read.

    Raises `WordsMissing`, `MonthDecided`, `ReportStands`, `OwnOrganisation`, `OwnProject`, `LaterMonthFollows`,
    `ReportIssued`, `ChangedMeanwhile`.
    """
    if not words.strip():
        raise WordsMissing
    found = _locked(month)
    report = found.report
    assert report is not None, "a month that is open has a report"
    own_organisation.check(by, *concerned.by_report(report))
    concerned.check_took_no_part(report, by)
    _check_nothing_follows(found, report)
    editions.check(edition, *shown_of(found))
    _empty(found)
    stand(report, ReportStatus.WITHDRAWN, now)
    step(report, ReportStepKind.WITHDRAWN, by=by, now=now, words=words.strip())
    telling.closed(report, now=now)
    return found


def _locked(month: PooledMonth) -> PooledMonth:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {locks.until_commit(locks.Space.POOLING)}")
    asked = PooledMonth.objects.select_related("report").get(pk=month.pk)
    if asked.status != MonthStatus.AGREED or asked.report is None:
        raise MonthDecided(status=asked.get_status_display())
    report = locked(asked.report, *OPEN)
    found = PooledMonth.objects.select_for_update(no_key=True, of=("self",)).get(pk=month.pk)
    found.report = report
    return found


def _check_nothing_follows(month: PooledMonth, report: MonitoringReport) -> None:
    months = PooledMonth.objects.filter(project=month.project_id, starts_on__gt=month.starts_on)
    later = (months.standing() | months.handing_on()).order_by("starts_on").first()
    if later:
        raise LaterMonthFollows(month=str(later))
    waiting = Proposal.objects.filter(report=report.public_id, status=ProposalStatus.WAITING)
    if waiting.exists() or report.issuances.exists():
        raise ReportIssued


def _empty(month: PooledMonth) -> None:
    """Before its report is withdrawn: what a month was is asked of its counts, which stay."""
    month.citizens, month.acts, month.acts_g = 0, 0, 0
    sums.settle(month)
    month.status = MonthStatus.CLOSED
    month.save()
