"""A verifier opens findings, the owner answers them, and the verifier closes each or keeps it open."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from common.city_time import city_day
from common.texts import day_shown
from projects.documents.kinds import Sent
from projects.models import (
    DocumentVersion,
    Finding,
    FindingKind,
    FindingStatus,
    MonitoringReport,
    ReportStatus,
    ReportStepKind,
)
from projects.monitoring import files, telling
from projects.monitoring.deeds import DRAFTS, VERIFIES, check_owner, check_verifier, draft_of, locked, step, submitted
from projects.refusals import DeadlineTooNear, FindingDecided, NothingToChange, VersionBeingDrawnUp, WordsMissing

LONGEST_WAIT = timedelta(days=180)
SOON = timedelta(days=3)
"""A finding is answered in days, not at once."""
IN_VERIFICATION = (ReportStatus.SUBMITTED,)
LEFT_BEHIND = (ReportStatus.VERIFIED, ReportStatus.ISSUED)
"""Where a report stands whose findings for the next one are looked at."""


@transaction.atomic
def open_finding(
    *,
    report: MonitoringReport,
    kind: FindingKind,
    words: str,
    due_on: date,
    line: int | None = None,
    parameter: str = "",
    by: User,
    now: datetime,
) -> Finding:
    """Raises `ReportStands`, `NotYourPart`, `OnBothSides`, `WordsMissing`, `DeadlineTooNear`."""
    found = locked(report, *IN_VERIFICATION)
    check_verifier(found, by, *VERIFIES)
    _check_said(words)
    _check_due(due_on, now)
    version = submitted(found)
    assert version is not None, "what is in verification was submitted"
    finding = Finding.objects.create(
        report=found,
        version=version,
        nth=found.findings.count() + 1,
        kind=kind,
        line=line,
        parameter=parameter,
        words=words.strip(),
        due_on=due_on,
        by=by,
        opened_at=now,
    )
    step(found, ReportStepKind.FOUND, by=by, now=now, words=finding.words, version=version, finding=finding)
    telling.found(finding, now=now)
    return finding


@transaction.atomic
def answer(*, finding: Finding, words: str, sent: Sent | None, by: User, now: datetime) -> Finding:
    """The owner says what is so, with a file where there is one; a new version is submitted by itself.

    Raises `FindingDecided`, `NotYourPart`, `WordsMissing`, and as `files.keep`.
    """
    report = locked(finding.report, *IN_VERIFICATION, *LEFT_BEHIND)
    check_owner(report, by, *DRAFTS)
    found = _at(finding, FindingStatus.OPEN)
    _check_said(words)
    file = _kept(report, found, sent, by, now)
    _stand(found, FindingStatus.ANSWERED)
    step(report, ReportStepKind.ANSWERED, by=by, now=now, words=words.strip(), finding=found, file=file)
    telling.answered(found, now=now)
    return found


@transaction.atomic
def close(*, finding: Finding, words: str, by: User, now: datetime) -> Finding:
    """The verifier is content with the answer.

    Raises `FindingDecided`, `NotYourPart`, `OnBothSides`, `WordsMissing`, `VersionBeingDrawnUp`.
    """
    return _decide(finding, FindingStatus.CLOSED, ReportStepKind.CLOSED, words, by, now)


@transaction.atomic
def keep_open(*, finding: Finding, words: str, by: User, now: datetime) -> Finding:
    """The verifier is not content: the owner answers again. Raises as `close`."""
    return _decide(finding, FindingStatus.OPEN, ReportStepKind.KEPT_OPEN, words, by, now)


def _decide(
    finding: Finding, status: FindingStatus, kind: ReportStepKind, words: str, by: User, now: datetime
) -> Finding:
    report = locked(finding.report, *IN_VERIFICATION, *LEFT_BEHIND)
    check_verifier(_verified_now(report), by, *VERIFIES)
    found = _at(finding, FindingStatus.ANSWERED)
    _check_said(words)
    _check_version(report)
    _stand(found, status)
    step(report, kind, by=by, now=now, words=words.strip(), finding=found)
    telling.decided(found, now=now)
    return found


def _verified_now(report: MonitoringReport) -> MonitoringReport:
    """The report in whose verification a finding is looked at: the next one, for what an earlier one left behind."""
    if report.status not in LEFT_BEHIND:
        return report
    later = MonitoringReport.objects.filter(
        project=report.project_id, starts_on__gt=report.ends_on, status=ReportStatus.SUBMITTED
    )
    return later.select_related("project__owner", "verifier").order_by("starts_on").first() or report


def _check_version(report: MonitoringReport) -> None:
    """Nobody is content with what may be another tomorrow."""
    try:
        draft_of(report)
    except NothingToChange:
        return
    raise VersionBeingDrawnUp


def _kept(
    report: MonitoringReport, finding: Finding, sent: Sent | None, by: User, now: datetime
) -> DocumentVersion | None:
    return None if sent is None else files.keep(report, sent, f"{finding} {files.Title.ANSWER}", by=by, now=now)


def _check_said(words: str) -> None:
    if not words.strip():
        raise WordsMissing


def _check_due(due_on: date, now: datetime) -> None:
    first, last = city_day(now) + SOON, city_day(now) + LONGEST_WAIT
    if not first <= due_on <= last:
        raise DeadlineTooNear(since=day_shown(first), until=day_shown(last))


def _at(finding: Finding, status: FindingStatus) -> Finding:
    """As it is now, under its report's lock. Raises `FindingDecided`."""
    found = Finding.objects.select_related("report__project").get(pk=finding.pk)
    if found.status != status:
        raise FindingDecided(status=found.get_status_display())
    return found


def _stand(finding: Finding, status: FindingStatus) -> None:
    finding.status = status
    finding.save(update_fields=["status"])
