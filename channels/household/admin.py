"""Acts of cars that wait for a person at the desk: both photos beside what was entered."""

from types import MappingProxyType

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from activities.reviewables import Reviewable
from activities.reviewed_desk import ReviewedAdmin
from channels.household.models import OdometerReview, ReviewStatus
from channels.household.review_words import REASONS
from channels.household.reviewable import kind_of
from common.desk import Colours
from common.desk_trail import EventAdmin
from common.texts import in_reader_language


@admin.register(OdometerReview)
class OdometerReviewAdmin(ReviewedAdmin):
    list_display = ("number", "counts", "state", "sent_at", "decided_at")
    list_display_links = ("number",)
    list_filter = ("status",)

    def kind_of(self, row: OdometerReview) -> Reviewable:
        return kind_of(row)

    @display(description=_("public id"))
    def number(self, review: OdometerReview) -> str:
        return review.public_id

    @display(description=_("counts"))
    def counts(self, review: OdometerReview) -> str:
        return gettext("Leaving the car") if review.pledge_id else gettext("Driving an electric car")

    @display(
        description=_("status"),
        label=Colours(
            {
                ReviewStatus.WAITING.value: "warning",
                ReviewStatus.ACCEPTED.value: "success",
                ReviewStatus.REFUSED.value: "danger",
            }
        ),
    )
    def state(self, review: OdometerReview) -> tuple[str, str]:
        return review.status, review.get_status_display()


# pghistory makes the tables of the trail; they have no class in `models`.
@admin.register(apps.get_model("household.OdometerReviewEvent"))
class OdometerReviewEventAdmin(EventAdmin):
    """Sending the photos is their citizen's and not told; what the desk does with them is."""

    labels = MappingProxyType({"decided_by": _("decided by")})
    dated = MappingProxyType({"reason": lambda code, at: in_reader_language(REASONS.at(code, at))})
    born = MappingProxyType({"status": ReviewStatus.WAITING.value, "reason": "", "decided_by_id": None})
