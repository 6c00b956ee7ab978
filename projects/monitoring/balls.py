"""Who has the ball of a report, since when, and what they are to do."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from projects.models import FindingKind, FindingStatus, MonitoringReport, ReportStatus
from projects.pooling import gathered


class Side(StrEnum):
    OWNER = "owner"
    VERIFIER = "verifier"
    DESK = "desk"
    NOBODY = "nobody"


class Ball(NamedTuple):
    side: Side
    words: Any
    since: datetime


def ball(report: MonitoringReport) -> Ball:
    """Asks the database about what is open; lists do so for each of their few rows."""
    side, words = _whose(report)
    return Ball(side, words, report.moved_at)


def _whose(report: MonitoringReport) -> tuple[Side, Any]:
    if report.status in (ReportStatus.DRAFT, ReportStatus.SUBMITTED) and gathered.is_stuck(report):
        return Side.DESK, _("Too few acts are left for a report. The city’s desk closes this month.")
    if report.status == ReportStatus.DRAFT:
        return Side.OWNER, _("The owner draws the report up and submits it.")
    if report.status == ReportStatus.VERIFIED:
        return Side.DESK, _("The city’s desk looks at it and issues the units.")
    if report.status != ReportStatus.SUBMITTED:
        return Side.NOBODY, _("Nothing is to be done.")
    if report.versions.filter(frozen_at=None).exists():
        return Side.OWNER, _("The owner draws up a new version and submits it.")
    asked = report.findings.filter(status=FindingStatus.OPEN).exclude(kind=FindingKind.FAR)
    if asked.exists():
        return Side.OWNER, _("The owner answers what the verifier has found.")
    return Side.VERIFIER, _("The verifier looks at the report.")
