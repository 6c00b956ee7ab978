"""Redemptions at the desk: only read."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.models import User
from common.desk import ReadOnlyAdmin
from merchants.models import Redemption, RedemptionStatus


class RedemptionAdmin(ReadOnlyAdmin):
    """Looked up by a whole public id; the code of a voucher is nobody's to see but its citizen's."""

    list_display = ("public_id", "offer", "price", "state", "shop", "held_at", "captured_at")
    fields = ("public_id", "offer", "merchant", "price", "status", "shop", "held_at", "expires_at", "captured_at")
    list_filter = ("status",)
    list_select_related = ("offer", "shop")
    search_fields = ("public_id",)
    search_help_text = _("A whole public id of a redemption or of a citizen")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        term = search_term.strip().lower()
        if not term:
            return queryset, False
        citizens = list(User.objects.filter(public_id=term).values_list("pk", flat=True))
        return queryset.filter(Q(public_id=term) | Q(citizen_id__in=citizens)), False

    @display(
        description=_("status"),
        label={RedemptionStatus.HELD.value: "info", RedemptionStatus.REDEEMED.value: "success"},
    )
    def state(self, redemption: Redemption) -> tuple[str, str]:
        return redemption.status, redemption.get_status_display()
