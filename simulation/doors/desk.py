"""What staff decide at the desk: photo reports and odometer photos."""

from datetime import datetime

from accounts.models import User
from channels.household import reviewing as odometers
from channels.household.models import OdometerReview
from channels.photo_reports import reviewing as reports
from channels.photo_reports.models import PhotoReport


def reports_waiting() -> list[PhotoReport]:
    return list(PhotoReport.objects.undecided().select_related("photo").order_by("sent_at", "pk"))


def accept_report(report: PhotoReport, *, by: User, now: datetime) -> None:
    reports.take_up(report=report, by=by, now=now)
    reports.accept(report=report, by=by, now=now)


def refuse_report(report: PhotoReport, *, reason: str, by: User, now: datetime) -> None:
    reports.refuse(report=report, reason=reason, note="", by=by, now=now)


def odometers_waiting() -> list[OdometerReview]:
    return list(OdometerReview.objects.waiting().order_by("sent_at", "pk"))


def accept_odometer(review: OdometerReview, *, by: User, now: datetime) -> None:
    odometers.accept(review=review, by=by, now=now)


def refuse_odometer(review: OdometerReview, *, reason: str, by: User, now: datetime) -> None:
    odometers.refuse(review=review, reason=reason, note="", by=by, now=now)
