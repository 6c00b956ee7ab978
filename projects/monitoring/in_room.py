"""What of reports waits for somebody of an organisation: to be written, answered or verified; the way to them all."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import MonitoringReport, ReportStatus, Seat
from projects.monitoring.balls import Side, ball
from projects.monitoring.deeds import DRAFTS, VERIFIES
from projects.organisations.turns import Card, Waits

OPEN = (ReportStatus.DRAFT, ReportStatus.SUBMITTED)


def waiting(seat: Seat, now: datetime) -> Iterator[Waits]:
    """Reports whose ball the organisation has."""
    sides = Q(project__owner=seat.organisation_id) | Q(verifier=seat.organisation_id)
    for report in MonitoringReport.objects.filter(sides, status__in=OPEN).select_related("project"):
        turn = ball(report)
        own = Side.OWNER if report.project.owner_id == seat.organisation_id else Side.VERIFIER
        if turn.side == own and seat.part in (DRAFTS if own == Side.OWNER else VERIFIES):
            address = reverse("projects:report", args=[seat.organisation.public_id, report.public_id])
            yield Waits(str(report), str(turn.words), address, turn.since)


def cards(seat: Seat, now: datetime) -> Iterator[Card]:
    """For who owns a registered project or verifies one's report."""
    organisation = seat.organisation
    if organisation.projects.exists() or organisation.verified_reports.exists():
        address = reverse("projects:reports", args=[organisation.public_id])
        yield Card(_("Monitoring reports"), _("What was measured, verified and asked to be issued"), address, "chart")
