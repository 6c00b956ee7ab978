"""Appeals and claims at the desk, to be found and looked at; and the trail of what was decided on them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from activities.reviewables import Reviewable, all_kinds
from activities.reviewed_desk import ReviewedAdmin
from common.desk import Colours
from common.desk_trail import EventAdmin
from common.texts import in_reader_language
from review.models import Appeal, AppealStatus, Claim, ClaimStatus
from review.words import APPEAL_REASONS, CLAIM_REASONS


@admin.register(Appeal)
class AppealAdmin(ReviewedAdmin):
    list_display = ("number", "against_what", "state", "raised_at", "due_on", "decided_at")
    list_display_links = ("number",)
    list_filter = ("status",)

    def kind_of(self, row: Appeal) -> Reviewable:
        return all_kinds()["appeal"]

    @display(description=_("public id"))
    def number(self, appeal: Appeal) -> str:
        return appeal.public_id

    @display(description=_("against"))
    def against_what(self, appeal: Appeal) -> str:
        return str(appeal.against.label)

    @display(
        description=_("status"),
        label=Colours(
            {
                AppealStatus.RECEIVED.value: "info",
                AppealStatus.TAKEN_UP.value: "warning",
                AppealStatus.GRANTED.value: "success",
                AppealStatus.REFUSED.value: "danger",
            }
        ),
    )
    def state(self, appeal: Appeal) -> tuple[str, str]:
        return appeal.status, appeal.get_status_display()


@admin.register(Claim)
class ClaimAdmin(ReviewedAdmin):
    list_display = ("number", "scenario", "through", "state", "sent_at", "due_on", "decided_at")
    list_display_links = ("number",)
    list_filter = ("status", "scenario")
    list_select_related = ("scenario",)

    def kind_of(self, row: Claim) -> Reviewable:
        return all_kinds()["claim"]

    @display(description=_("public id"))
    def number(self, claim: Claim) -> str:
        return claim.public_id

    @display(
        description=_("status"),
        label=Colours(
            {
                ClaimStatus.RECEIVED.value: "info",
                ClaimStatus.TAKEN_UP.value: "warning",
                ClaimStatus.ROUTED.value: "warning",
                ClaimStatus.GRANTED.value: "success",
                ClaimStatus.REFUSED.value: "danger",
            }
        ),
    )
    def state(self, claim: Claim) -> tuple[str, str]:
        return claim.status, claim.get_status_display()


# pghistory makes the tables of the trail; they have no class in `models`.
@admin.register(apps.get_model("review.AppealEvent"))
class AppealEventAdmin(EventAdmin):
    """Raising an appeal is its citizen's and not told; what the desk does with it is."""

    labels = MappingProxyType({"decided_by": _("decided by")})
    dated = MappingProxyType({"reason": lambda code, at: in_reader_language(APPEAL_REASONS.at(code, at))})
    born = MappingProxyType({"status": AppealStatus.RECEIVED.value, "reason": "", "decided_by_id": None})


@admin.register(apps.get_model("review.ClaimEvent"))
class ClaimEventAdmin(EventAdmin):
    """Sending a claim is its citizen's and not told; what the desk does with it is."""

    labels = MappingProxyType({"decided_by": _("decided by")})
    dated = MappingProxyType({"reason": lambda code, at: in_reader_language(CLAIM_REASONS.at(code, at))})
    born = MappingProxyType({"status": ClaimStatus.RECEIVED.value, "reason": "", "decided_by_id": None})


@admin.register(apps.get_model("review.OpinionEvent"))
class OpinionEventAdmin(EventAdmin):
    """Told by what it is about; what was said is for the colleague alone."""

    untold = ("id", "item_id")

    deeds = MappingProxyType({"insert": _("Left to a colleague")})
    labels = MappingProxyType({"by": _("by")})
    wordings = MappingProxyType({"kind": lambda code: str(all_kinds()[code].label)})

    def rows_of(self, events: Sequence[Any]) -> Mapping[int, Any]:
        """One question for each kind."""
        found: dict[tuple[str, int], Any] = {}
        for kind in {event.kind for event in events}:
            numbers = {event.item_id for event in events if event.kind == kind}
            found |= {(kind, row.pk): row for row in all_kinds()[kind].rows().filter(pk__in=numbers)}
        keys = {event.pgh_obj_id: (event.kind, event.item_id) for event in events}
        return {opinion: found[key] for opinion, key in keys.items() if key in found}
