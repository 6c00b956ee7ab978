"""Redemptions at the desk: only read."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.models import User
from common.desk import Colours, ReadOnlyAdmin
from common.desk_citizen import address_of_citizen
from common.desk_days import RangeFilter
from merchants.fen import yuan
from merchants.mall.parts_taken import parts_of
from merchants.models import Redemption, RedemptionStatus, RedemptionStep


class RedemptionAdmin(ReadOnlyAdmin):
    """Looked up by a whole public id; the code of a voucher is nobody's to see but its citizen's."""

    list_display = ("public_id", "offer", "price", "state", "shop", "held_at", "captured_at")
    fields = (
        *("public_id", "citizen_shown", "offer", "merchant", "price", "status", "shop"),
        *("held_at", "expires_at", "captured_at", "released_at", "off_a_bill", "part_of", "parts_shown", "steps_shown"),
    )
    readonly_fields = ("citizen_shown", "off_a_bill", "parts_shown", "steps_shown")
    list_filter = ("status", ("held_at", RangeFilter), ("captured_at", RangeFilter))
    list_select_related = ("offer", "shop")
    search_fields = ("public_id",)
    search_help_text = _("A whole public id of a redemption or of a citizen")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        term = search_term.strip().lower()
        if not term:
            return queryset, False
        citizens = list(User.objects.filter(public_id=term).values_list("pk", flat=True))
        return queryset.filter(Q(public_id=term) | Q(citizen_id__in=citizens)), False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """Whose it is leads to the page on which the desk serves them."""
        voucher = context["original"]
        voucher.citizen_address = address_of_citizen(voucher.citizen_id, request)
        return super().render_change_form(request, context, *rest, **named)

    @display(description=_("citizen"))
    def citizen_shown(self, redemption: Any) -> str:
        """For who may look at citizens; others need not know whose vouchers are one citizen's."""
        number, address = redemption.citizen.public_id, redemption.citizen_address
        return format_html('<a class="desk-link" href="{}">{}</a>', address, number) if address else "—"

    @display(description=_("yuan off a bill"))
    def off_a_bill(self, redemption: Redemption) -> str:
        return yuan(redemption.value_fen) if redemption.value_fen else "—"

    @display(description=_("parts"))
    def parts_shown(self, redemption: Redemption) -> str:
        """Each with what it took, and what became of it."""
        own = parts_of(redemption) if redemption.value_fen else []
        lines = ((reverse("admin:merchants_redemption_change", args=[part.pk]), _part_in_words(part)) for part in own)
        return format_html_join(mark_safe("<br>"), '<a class="desk-link" href="{}">{}</a>', lines) or "—"

    @display(description=_("what happened"))
    def steps_shown(self, redemption: Redemption) -> str:
        """Each step with its moment and shop: what was used may have been undone, and used again."""
        steps = redemption.steps.select_related("shop").order_by("pk")
        return format_html_join(mark_safe("<br>"), "{}", ((_step_in_words(step),) for step in steps))

    @display(
        description=_("status"),
        label=Colours({RedemptionStatus.HELD.value: "info", RedemptionStatus.REDEEMED.value: "success"}),
    )
    def state(self, redemption: Redemption) -> tuple[str, str]:
        return redemption.status, redemption.get_status_display()


def _part_in_words(part: Redemption) -> str:
    said = [yuan(part.value_fen), part.price, part.get_status_display(), part.shop]
    return " · ".join(str(one) for one in said if one)


def _step_in_words(step: RedemptionStep) -> str:
    said = [date_format(localtime(step.happened_at), "DATETIME_FORMAT"), step.get_step_display(), step.shop]
    return " · ".join(str(part) for part in said if part)
