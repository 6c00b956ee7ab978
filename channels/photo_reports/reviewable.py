"""Photo reports as the desk reviews them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Seen, User
from activities.reviewables import Reviewable
from channels.photo_reports import reviewing
from channels.photo_reports.around import around
from channels.photo_reports.models import PhotoReport, ReportStatus
from channels.photo_reports.places import RECENT, place_of, reports_near
from channels.photo_reports.stations import address_in_words
from channels.photo_reports.words import REASONS
from evidence import likeness
from evidence.viewing import Size, address_of


class PhotoReports(Reviewable):
    code = "photo"
    label = _("Photo reports")
    right = "photo_reports.decide_photoreport"
    seen = Seen.PHOTO
    template = "photo_reports/_reviewed.html"
    reasons = REASONS
    waiting = Q(status__in=[ReportStatus.RECEIVED, ReportStatus.IN_REVIEW])
    accepted = Q(status=ReportStatus.ACCEPTED)
    refused = Q(status=ReportStatus.REFUSED)
    since = "sent_at"
    scenario = reviewing.SCENARIO
    can_be_appealed = True

    def rows(self) -> QuerySet[Any]:
        return PhotoReport.objects.select_related("photo", "citizen", "decided_by")

    def told(self, row: PhotoReport) -> str:
        return row.category_name

    def shown(self, row: PhotoReport, *, viewer: User, now: datetime) -> Mapping[str, Any]:
        return {
            "shown": address_of(row.photo, Size.WHOLE, viewer=viewer, now=now),
            "map": around(place_of(row)) if row.place_source else None,
            "address": address_in_words(place_of(row)) if row.place_source else "",
            "consequence": None if row.is_decided else reviewing.consequence_of_accepting(row),
            "look_alikes": _look_alikes(row, viewer, now),
            "nearby": _nearby(row, viewer, now),
            "activity": reviewing.act_of(row),
        }

    def goes_by(self, row: PhotoReport) -> Sequence[Any]:
        return reviewing.shown_of(row)

    def acceptance_goes_by(self, row: PhotoReport) -> Sequence[Any]:
        return (*reviewing.shown_of(row), reviewing.consequence_of_accepting(row))

    def opened(self, row: PhotoReport, *, by: User, now: datetime) -> None:
        reviewing.take_up(report=row, by=by, now=now)

    def accept(self, row: PhotoReport, *, by: User, now: datetime, edition: str | None) -> None:
        reviewing.accept(report=row, by=by, now=now, edition=edition)

    def refuse(self, row: PhotoReport, *, reason: str, note: str, by: User, now: datetime, edition: str | None) -> None:
        reviewing.refuse(report=row, reason=reason, note=note, by=by, now=now, edition=edition)

    def overturn(self, row: PhotoReport, *, by: User, now: datetime) -> None:
        reviewing.overturn(report=row, by=by, now=now)


def _look_alikes(report: PhotoReport, viewer: User, now: datetime) -> list[tuple[PhotoReport, str]]:
    """Other reports whose photo shows the same picture; sending refuses those, but a copy may have come first."""
    photos = [found.photo.pk for found in likeness.look_alikes(report.photo)]
    others = PhotoReport.objects.filter(photo__in=photos).select_related("photo")
    return [(other, address_of(other.photo, Size.WHOLE, viewer=viewer, now=now)) for other in others]


def _nearby(report: PhotoReport, viewer: User, now: datetime) -> list[tuple[PhotoReport, int, str]]:
    """Other reports from the same place and about the same time."""
    if report.latitude is None:
        return []
    around = {"since": report.sent_at - RECENT, "until": report.sent_at + RECENT}
    return [
        (near.report, near.distance_m, address_of(near.report.photo, Size.WHOLE, viewer=viewer, now=now))
        for near in reports_near(place_of(report), besides=report, **around)
    ]


REVIEWABLE = [PhotoReports()]
