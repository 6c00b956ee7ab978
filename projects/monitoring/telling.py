"""Who is told of what: the seats of the organisation whose turn it is."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.urls import reverse

from accounts.inbox.telling import News, tell
from projects.models import (
    Finding,
    FindingStatus,
    MonitoringReport,
    Organisation,
    Seat,
    VerificationStatement,
)

SUBMITTED, FOUND, ANSWERED, DECIDED, STATED, GIVEN_BACK, CLOSED, DUE, OVERDUE = (
    *("report_submitted", "report_found", "report_answered", "report_decided"),
    *("report_stated", "report_given_back", "report_closed", "finding_due", "finding_overdue"),
)


def submitted(report: MonitoringReport, *, now: datetime) -> None:
    """The verifier hears that a version waits for it."""
    version = report.versions.filter(frozen_at__isnull=False).count()
    tell(_to(report.verifier, report, SUBMITTED, f"{report.pk}:{version}", {"version": version}), now=now)


def found(finding: Finding, *, now: datetime) -> None:
    tell(_of_finding(finding, FOUND, finding.report.project.owner), now=now)


def answered(finding: Finding, *, now: datetime) -> None:
    tell(_of_finding(finding, ANSWERED, finding.report.verifier), now=now)


def decided(finding: Finding, *, now: datetime) -> None:
    facts = {"is_closed": finding.status == FindingStatus.CLOSED}
    tell(_of_finding(finding, DECIDED, finding.report.project.owner, facts), now=now)


def stated(statement: VerificationStatement, *, now: datetime) -> None:
    facts = {"kilograms": statement.kilograms}
    report = statement.report
    tell(_to(report.project.owner, report, STATED, str(report.pk), facts), now=now)


def given_back(report: MonitoringReport, *, now: datetime) -> None:
    """Both sides hear that the desk has not accepted what was verified."""
    for organisation in (report.project.owner, report.verifier):
        tell(_to(organisation, report, GIVEN_BACK, str(report.pk), {}), now=now)


def closed(report: MonitoringReport, *, now: datetime) -> None:
    """Both sides hear that nothing is reported of a pooled month."""
    for organisation in (report.project.owner, report.verifier):
        tell(_to(organisation, report, CLOSED, str(report.pk), {"month": f"{report.starts_on:%Y-%m}"}), now=now)


def reminded(finding: Finding, code: str) -> list[News]:
    """The owner hears that a finding is to be answered soon, or should have been."""
    return list(_of_finding(finding, code, finding.report.project.owner, {"due_on": finding.due_on.isoformat()}))


def _of_finding(
    finding: Finding, code: str, to: Organisation | None, facts: Mapping[str, object] | None = None
) -> Iterator[News]:
    steps = finding.steps.count()
    key = f"{finding.pk}" if code in (DUE, OVERDUE) else f"{finding.pk}:{steps}"
    yield from _to(to, finding.report, code, key, {"finding": str(finding), **(facts or {})})


def _to(
    to: Organisation | None, report: MonitoringReport, code: str, key: str, facts: Mapping[str, object]
) -> Iterator[News]:
    if to is None:
        return
    path = reverse("projects:report", args=[to.public_id, report.public_id])
    said = {"project": report.project.name, **facts}
    for user_id in Seat.objects.filter(organisation=to, user__isnull=False, ended_at=None).values_list(
        "user_id", flat=True
    ):
        yield News(user_id, code, f"{code}:{key}", path, said)
