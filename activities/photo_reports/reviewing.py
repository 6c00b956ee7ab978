"""What the desk does with a photo report: takes it up, and refuses it with a reason."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from activities.models import Activity
from activities.photo_reports import refusals
from activities.photo_reports.models import PhotoReport, ReportStatus


def take_up(*, report: PhotoReport, now: datetime) -> PhotoReport:
    """Tells the citizen that somebody is looking."""
    with transaction.atomic():
        report = _undecided(report)
        if report.status == ReportStatus.RECEIVED:
            report.status, report.taken_up_at = ReportStatus.IN_REVIEW, now
            report.save(update_fields=["status", "taken_up_at"])
    return report


def refuse(*, report: PhotoReport, reason: str, note: str, by: User, now: datetime) -> PhotoReport:
    """Says no, with a reason that the citizen reads."""
    with transaction.atomic():
        report = _undecided(report)
        report.reason, report.note = reason, note
        _decide(report, ReportStatus.REFUSED, by, now)
    return report


def act_of(report: PhotoReport) -> Activity | None:
    """The act that an accepted report earned."""
    acts = report.photo.acts.values_list("activity_id", flat=True)
    return Activity.objects.with_outcome().filter(pk__in=acts).first()


def _undecided(report: PhotoReport) -> PhotoReport:
    """The report, locked against a second pair of hands. The gate's locks come after."""
    undecided = PhotoReport.objects.undecided().select_related("citizen", "photo")
    locked = undecided.select_for_update(of=("self",)).filter(pk=report.pk).first()
    if locked is None:
        raise refusals.AlreadyDecided
    return locked


def _decide(report: PhotoReport, status: ReportStatus, by: User, now: datetime) -> None:
    report.status, report.decided_by, report.decided_at = status, by, now
    report.taken_up_at = report.taken_up_at or now
    report.save(update_fields=["status", "reason", "note", "decided_by", "decided_at", "taken_up_at"])
