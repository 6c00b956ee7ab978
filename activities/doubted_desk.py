"""Acts that something speaks against, or that were drawn for audit, at the desk: a list; decided they are elsewhere."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from activities.models import Came, Doubted
from activities.reviewable import DOUBTFUL, DRAWN
from activities.reviewables import Reviewable
from activities.reviewed_desk import ReviewedAdmin
from common.desk import Colours


@admin.register(Doubted)
class DoubtedAdmin(ReviewedAdmin):
    list_display = ("number", "scenario", "weight", "what_came", "decision", "raised_at", "due_at", "decided_at")
    list_display_links = ("number",)
    list_filter = ("came", "is_drawn", "decision")
    list_select_related = ("activity__scenario",)
    search_fields = ("activity__public_id",)

    def kind_of(self, row: Doubted) -> Reviewable:
        return DRAWN if row.came == Came.NOTED else DOUBTFUL

    @display(description=_("public id"))
    def number(self, doubted: Doubted) -> str:
        return doubted.activity.public_id

    @display(description=_("scenario"))
    def scenario(self, doubted: Doubted) -> str:
        return str(doubted.activity.scenario)

    @display(
        description=_("what came of it"),
        label=Colours(
            {
                Came.REFUSED.value: "danger",
                Came.REVIEW.value: "warning",
                Came.LOWER.value: "info",
                Came.NOTED.value: "success",
            }
        ),
    )
    def what_came(self, doubted: Doubted) -> tuple[str, str]:
        return doubted.came, doubted.get_came_display()
