"""How every deed with a report begins and ends: its row locked at the right step, who may do it, the step kept."""

from datetime import datetime

from accounts.models import User
from projects.models import (
    CarbonProject,
    DocumentVersion,
    Finding,
    MonitoringReport,
    Part,
    ReportStatus,
    ReportStep,
    ReportStepKind,
    ReportVersion,
)
from projects.organisations.access import check_acts, seats_of
from projects.organisations.verifying import check_may_verify
from projects.refusals import NothingToChange, NotYourPart, OnBothSides, ReportStands

DRAFTS, SUBMITS = (Part.OWNER, Part.EDITOR), (Part.OWNER,)
"""For the project's owner: as with a design."""
VERIFIES, STATES = (Part.OWNER, Part.EDITOR, Part.RELEASER), (Part.OWNER, Part.RELEASER)
"""For the verifier."""
OWNERS_STEPS = (
    ReportStepKind.BEGUN,
    ReportStepKind.SUBMITTED,
    ReportStepKind.REVISED,
    ReportStepKind.ANSWERED,
    ReportStepKind.WITHDRAWN,
)


def locked(report: MonitoringReport, *at: ReportStatus) -> MonitoringReport:
    """The row, until the transaction ends, after its project's, as whoever issues takes them.

    Raises `ReportStands` where it stands elsewhere.
    """
    CarbonProject.objects.select_for_update(no_key=True).get(pk=report.project_id)
    rows = MonitoringReport.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("project__owner", "verifier").get(pk=report.pk)
    if found.status not in at:
        raise ReportStands(status=found.get_status_display())
    return found


def check_owner(report: MonitoringReport, by: User, *parts: Part) -> None:
    """Raises `NotYourPart`, `NotApproved`."""
    check_acts(report.project.owner, by, *parts)


def check_verifier(report: MonitoringReport, by: User, *parts: Part) -> None:
    """Somebody of the report's verifier, which may still verify, and neither of the owner nor who reported for it.

    Raises `NotYourPart`, `NotApproved`, `OnBothSides`, `NotAVerifier`, `NotIndependent`.
    """
    if report.verifier is None:
        raise NotYourPart
    check_acts(report.verifier, by, *parts)
    if seats_of(by).filter(organisation=report.project.owner_id).exists() or has_reported(report.project, by):
        raise OnBothSides
    check_may_verify(report.verifier, report.project.owner)


def has_reported(project: CarbonProject, by: User) -> bool:
    """Whether somebody has ever done something for the owner with a report of a project."""
    return ReportStep.objects.filter(report__project=project, kind__in=OWNERS_STEPS, by=by).exists()


def draft_of(report: MonitoringReport) -> ReportVersion:
    """The version that is being drawn up. Raises `NothingToChange`."""
    found = report.versions.filter(frozen_at=None).select_related("report__project").first()
    if found is None:
        raise NothingToChange
    return found


def submitted(report: MonitoringReport) -> ReportVersion | None:
    """The latest version that was submitted."""
    return report.versions.filter(frozen_at__isnull=False).defer("result").order_by("-nth").first()


def stand(report: MonitoringReport, status: ReportStatus, now: datetime) -> None:
    report.status, report.moved_at = status, now
    report.save(update_fields=["status", "verifier", "moved_at"])


def step(
    report: MonitoringReport,
    kind: ReportStepKind,
    *,
    by: User,
    now: datetime,
    words: str = "",
    version: ReportVersion | None = None,
    finding: Finding | None = None,
    file: DocumentVersion | None = None,
) -> ReportStep:
    return ReportStep.objects.create(
        report=report, kind=kind, version=version, finding=finding, file=file, by=by, words=words, happened_at=now
    )
