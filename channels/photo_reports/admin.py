"""Photo reports at the desk: a list with thumbnails, and each report beside its look-alikes."""

from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList

from accounts import looks
from accounts.models import Seen
from accounts.requests import citizen_of
from activities.reviewables import Reviewable
from activities.reviewed_desk import ReviewedAdmin
from channels.photo_reports.models import PhotoReport, ReportStatus
from channels.photo_reports.reviewable import PhotoReports
from channels.photo_reports.words import REASONS
from common.desk import Colours, KeyedChangeList
from common.desk_trail import EventAdmin
from common.texts import in_reader_language
from evidence.viewing import Size, address_of

KIND = PhotoReports()


class PicturedChangeList(KeyedChangeList):
    """Gives each row the address at which this member of staff sees its thumbnail."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        viewer, now = citizen_of(request), timezone.now()
        looks.note(of=[report.citizen_id for report in self.result_list], seen=Seen.PHOTO, by=viewer, now=now)
        for report in self.result_list:
            report.thumbnail_address = address_of(report.photo, Size.THUMBNAIL, viewer=viewer, now=now)


@admin.register(PhotoReport)
class PhotoReportAdmin(ReviewedAdmin):
    list_display = ("number", "picture", "shows", "state", "sent_at", "decided_at")
    list_display_links = ("number",)
    list_filter = ("status", "place_source")
    list_select_related = ("photo",)

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return PicturedChangeList

    def kind_of(self, row: PhotoReport) -> Reviewable:
        return KIND

    @display(description=_("photo"))
    def picture(self, report: Any) -> SafeString:
        return format_html('<img class="desk-thumbnail" src="{}" alt="">', report.thumbnail_address)

    @display(description=_("public id"))
    def number(self, report: PhotoReport) -> str:
        return report.public_id

    @display(description=_("shows"))
    def shows(self, report: PhotoReport) -> str:
        return report.category_name

    @display(
        description=_("status"),
        label=Colours(
            {
                ReportStatus.RECEIVED.value: "info",
                ReportStatus.IN_REVIEW.value: "warning",
                ReportStatus.ACCEPTED.value: "success",
                ReportStatus.REFUSED.value: "danger",
            }
        ),
    )
    def state(self, report: PhotoReport) -> tuple[str, str]:
        return report.status, report.get_status_display()


# pghistory makes the tables of the trail; they have no class in `models`.
@admin.register(apps.get_model("photo_reports.PhotoReportEvent"))
class PhotoReportEventAdmin(EventAdmin):
    """Sending a report is its citizen's and not told; what the desk does with it is."""

    labels = MappingProxyType({"decided_by": _("decided by")})
    dated = MappingProxyType({"reason": lambda code, at: in_reader_language(REASONS.at(code, at))})
    born = MappingProxyType({"status": ReportStatus.RECEIVED.value, "reason": "", "decided_by_id": None})
