"""Merchants at the desk: approved, refused with a reason, suspended; and their shops."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList

from accounts import looks
from accounts.models import Profile, Seen
from accounts.phones import group_phone, mask_phone
from common.desk import Colours, WaitingFirstChangeList
from common.errors import DomainError
from merchants import absences, editions
from merchants.desk import approval, review
from merchants.desk.forms import MerchantForm, ReasonForm, ShopForm
from merchants.desk.kept import KeptAdmin, asked_why, decision, number, require, seen_on
from merchants.models import Merchant, MerchantStatus, Shop


class MerchantAdmin(KeptAdmin):
    form = MerchantForm
    list_display = ("name_shown", "state", "status_at")
    list_filter = ("status",)
    change_form_outer_after_template = "admin/desk/_merchant_deeds.html"
    waiting = Q(status=MerchantStatus.APPLIED)
    waiting_since = "status_at"

    def merchant_of(self, row: Any) -> int | None:
        merchant_id: int | None = row.pk
        return merchant_id

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A merchant with what was applied for, where a citizen did."""
        merchant = Merchant.objects.filter(pk=number(object_id)).first()
        told: dict[str, Any] = {"seen": editions.of_merchant(merchant)} if merchant is not None else {}
        if merchant is not None:
            told["firm"] = review.of(merchant, whole=_sees_all(request), now=timezone.now())
        if merchant is not None and merchant.applicant:
            told["applied"] = _applied(request, merchant)
        return super().change_view(request, object_id, form_url, {**told, **(extra_context or {})})

    @display(
        description=_("status"),
        label=Colours(
            {
                MerchantStatus.APPLIED.value: "warning",
                MerchantStatus.APPROVED.value: "success",
                MerchantStatus.SUSPENDED.value: "danger",
                MerchantStatus.REFUSED.value: "danger",
                MerchantStatus.LEFT.value: "info",
            }
        ),
    )
    def state(self, merchant: Merchant) -> tuple[str, str]:
        return merchant.status, merchant.get_status_display()

    def save_model(self, request: HttpRequest, obj: Merchant, form: Any, change: bool) -> None:
        if not change:
            obj.status_at = timezone.now()
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        views = {"approve": self.approve_view, "suspend": self.suspend_view, "refuse": self.refuse_view}
        deeds = [
            path(f"<int:pk>/{verb}/", self.admin_site.admin_view(view), name=f"merchants_merchant_{verb}")
            for verb, view in views.items()
        ]
        return [*deeds, *super().get_urls()]

    def approve_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Approves what the clerk has seen: the form names its edition."""
        given = decision(request)
        return self._deed(request, pk, lambda merchant: approval.approve(merchant=merchant, **given))

    def suspend_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        given = decision(request)
        return self._deed(request, pk, lambda merchant: approval.suspend(merchant=merchant, **given))

    def refuse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks for the reason first."""
        if not request.user.has_perm("merchants.approve_merchant"):
            raise PermissionDenied
        merchant = get_object_or_404(Merchant, pk=pk)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            given = {"reason": form.cleaned_data["reason"], **decision(request)}
            return self._deed(request, pk, lambda merchant: approval.refuse(merchant=merchant, **given))
        labels = {"title": gettext("Refuse the application"), "label": gettext("Refuse the application")}
        seen = seen_on(request) or editions.of_merchant(merchant)
        return asked_why(self, request, merchant, form, {**labels, "seen": seen})

    def _deed(self, request: HttpRequest, pk: int, deed: Callable[[Merchant], Merchant]) -> HttpResponse:
        require(request, "merchants.approve_merchant")
        try:
            merchant = deed(get_object_or_404(Merchant, pk=pk))
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            said = gettext("%(merchant)s is now: %(status)s.")
            messages.success(request, said % {"merchant": merchant, "status": merchant.get_status_display()})
        return HttpResponseRedirect(reverse("admin:merchants_merchant_change", args=[pk]))


class ShopAdmin(KeptAdmin):
    form = ShopForm
    list_display = ("name_shown", "merchant", "district", "is_open")
    list_filter = ("district", "is_open")
    list_select_related = ("merchant",)

    def save_model(self, request: HttpRequest, obj: Shop, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        absences.note_of_merchant(obj.merchant_id, now=timezone.now())


def _sees_all(request: HttpRequest) -> bool:
    """Whether who asks may see whole phones."""
    return bool(request.user.has_perm("accounts.view_profile"))


def _applied(request: HttpRequest, merchant: Merchant) -> dict[str, Any]:
    """What a merchant was applied for with; the whole phone for those who may see it."""
    assert merchant.applicant is not None
    profile = Profile.objects.filter(user=merchant.applicant).first()
    sees_all = _sees_all(request)
    if sees_all:
        looks.note(of=[merchant.applicant.pk], seen=Seen.APPLICATION, by=request.user, now=timezone.now())
    shown = group_phone if sees_all else mask_phone
    return {
        "business": merchant.business,
        "applicant": merchant.applicant,
        "number": shown(profile.phone) if profile and profile.phone else "",
        "shop": merchant.first_shop(),
        "reason": merchant.refusal_text(),
    }
