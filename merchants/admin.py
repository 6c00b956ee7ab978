"""The mall at the desk: merchants are approved, offers written, stocked and published; redemptions are only read."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList

from accounts import looks
from accounts.models import Profile, Seen, User
from accounts.phones import group_phone, mask_phone
from accounts.requests import citizen_of
from common.city_time import city_day
from common.desk import DeskAdmin, ReadOnlyAdmin, WaitingFirstChangeList
from common.desk_trail import EventAdmin
from common.errors import DomainError
from merchants import approval, desk_stock, editions, own_merchant, publishing, shops, stock, stock_words
from merchants.applying import first_shop
from merchants.forms import CauseForm, CodesForm, MerchantForm, OfferForm, ReasonForm, ScheduleForm, ShopForm
from merchants.models import (
    Cause,
    Merchant,
    MerchantStatus,
    Offer,
    OfferKind,
    OfferStatus,
    Redemption,
    RedemptionStatus,
    Shop,
)

LONGEST_KEY = 18
SAVING = ("show_save", "show_save_and_continue", "show_save_and_add_another")
"""What Django's own row of buttons asks."""


class KeptAdmin(DeskAdmin):
    """Rows that others refer to for ever: written, never removed, and by nobody for a merchant of their own."""

    change_form_outer_before_template = "admin/desk/own_merchant.html"

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def merchant_of(self, row: Any) -> int | None:
        """Whose row it is; that of a cause is nobody's."""
        return getattr(row, "merchant_id", None)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Raises `OwnMerchant`, which takes back what was saved with it."""
        before = type(obj).objects.get(pk=obj.pk) if change else obj
        own_merchant.check(citizen_of(request), self.merchant_of(before), self.merchant_of(obj))
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """Says at once where it is theirs, and offers no deed."""
        row = context.get("original")
        context["own"] = own_merchant.refusal(citizen_of(request), self.merchant_of(row)) if row else None
        if context["own"]:
            context.update(dict.fromkeys(SAVING, False))
        return super().render_change_form(request, context, *rest, **named)

    @display(description=_("name"))
    def name_shown(self, row: Model) -> str:
        return str(row)


@admin.register(Merchant)
class MerchantAdmin(KeptAdmin):
    form = MerchantForm
    list_display = ("name_shown", "state", "status_at")
    list_filter = ("status",)
    change_form_outer_after_template = "admin/desk/merchant_deeds.html"
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
        merchant = Merchant.objects.filter(pk=_number(object_id)).first()
        told: dict[str, Any] = {"seen": editions.of_merchant(merchant)} if merchant is not None else {}
        if merchant is not None and merchant.applicant:
            told["applied"] = _applied(request, merchant)
        return super().change_view(request, object_id, form_url, {**told, **(extra_context or {})})

    @display(
        description=_("status"),
        label={
            MerchantStatus.APPLIED.value: "warning",
            MerchantStatus.APPROVED.value: "success",
            MerchantStatus.SUSPENDED.value: "danger",
            MerchantStatus.REFUSED.value: "danger",
        },
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
        given = _decision(request)
        return self._deed(request, pk, lambda merchant: approval.approve(merchant=merchant, **given))

    def suspend_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        given = _decision(request)
        return self._deed(request, pk, lambda merchant: approval.suspend(merchant=merchant, **given))

    def refuse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks for the reason first."""
        if not request.user.has_perm("merchants.approve_merchant"):
            raise PermissionDenied
        merchant = get_object_or_404(Merchant, pk=pk)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            given = {"reason": form.cleaned_data["reason"], **_decision(request)}
            return self._deed(request, pk, lambda merchant: approval.refuse(merchant=merchant, **given))
        labels = {"title": gettext("Refuse the application"), "label": gettext("Refuse the application")}
        seen = _seen(request) or editions.of_merchant(merchant)
        return _asked_why(self, request, merchant, form, {**labels, "seen": seen})

    def _deed(self, request: HttpRequest, pk: int, deed: Callable[[Merchant], Merchant]) -> HttpResponse:
        _require(request, "merchants.approve_merchant")
        try:
            merchant = deed(get_object_or_404(Merchant, pk=pk))
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            said = gettext("%(merchant)s is now: %(status)s.")
            messages.success(request, said % {"merchant": merchant, "status": merchant.get_status_display()})
        return HttpResponseRedirect(reverse("admin:merchants_merchant_change", args=[pk]))


@admin.register(Shop)
class ShopAdmin(KeptAdmin):
    form = ShopForm
    list_display = ("name_shown", "merchant", "district", "is_open")
    list_filter = ("district", "is_open")
    list_select_related = ("merchant",)

    def save_model(self, request: HttpRequest, obj: Shop, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        shops.note_offers(obj.merchant_id, now=timezone.now())


@admin.register(Cause)
class CauseAdmin(KeptAdmin):
    form = CauseForm
    list_display = ("name_shown",)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Locked where it is about to be saved, so that no offer of it is published before the saving."""
        if request.method == "POST":
            Cause.objects.select_for_update(no_key=True).filter(pk=_number(object_id)).first()
        return super().get_object(request, object_id, from_field)


@admin.register(Offer)
class OfferAdmin(KeptAdmin):
    form = OfferForm
    list_display = ("name_shown", "giver_shown", "kind", "price", "left_shown", "state", "ends_on")
    list_filter = ("status", "kind")
    change_form_outer_after_template = "admin/desk/offer_deeds.html"
    waiting = Q(status=OfferStatus.SUBMITTED)
    waiting_since = "submitted_at"

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Offer.objects.with_stock(timezone.now()).with_till().select_related("merchant", "cause")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Locked where it is about to be saved, so that it is not published between the check and the saving."""
        if request.method == "POST":
            Offer.objects.select_for_update(no_key=True).filter(pk=_number(object_id)).first()
        return super().get_object(request, object_id, from_field)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """An offer with the edition that its deeds carry back."""
        offer = Offer.objects.filter(pk=_number(object_id)).first()
        told = {"seen": editions.of_offer(offer)} if offer is not None else {}
        return super().change_view(request, object_id, form_url, {**told, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Offer, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and obj.is_draft and stock.DECIDED_BY & set(form.changed_data) and stock.take_back(obj):
            messages.warning(request, gettext("What was released for other days was taken back. Release stock anew."))

    @display(description=_("merchant or cause"))
    def giver_shown(self, offer: Offer) -> str:
        return str(offer.giver)

    @display(description=_("left now"))
    def left_shown(self, offer: Offer) -> str:
        return f"{getattr(offer, 'left', None) or 0:,}" if offer.is_limited else "—"

    @display(
        description=_("status"),
        label={
            OfferStatus.DRAFT.value: "info",
            OfferStatus.SUBMITTED.value: "warning",
            OfferStatus.PUBLISHED.value: "success",
            OfferStatus.WITHDRAWN.value: "danger",
        },
    )
    def state(self, offer: Offer) -> tuple[str, str]:
        return offer.status, offer.get_status_display()

    def get_urls(self) -> list[URLPattern]:
        views = {
            "publish": self.publish_view,
            "send_back": self.send_back_view,
            "withdraw": self.withdraw_view,
            "stock": self.stock_view,
        }
        deeds = [
            path(f"<int:pk>/{verb}/", self.admin_site.admin_view(view), name=f"merchants_offer_{verb}")
            for verb, view in views.items()
        ]
        return [*deeds, *super().get_urls()]

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publishes what the clerk has seen: the form names its edition."""
        given = _decision(request)
        return self._deed(request, pk, lambda offer: publishing.publish(offer=offer, **given))

    def send_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks for the reason first."""
        if not request.user.has_perm("merchants.publish_offer"):
            raise PermissionDenied
        offer = get_object_or_404(Offer, pk=pk)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            reason, by, seen = form.cleaned_data["reason"], citizen_of(request), request.POST.get("seen", "")
            return self._deed(
                request, pk, lambda offer: publishing.send_back(offer=offer, reason=reason, by=by, seen=seen)
            )
        labels = {"title": gettext("Send the offer back"), "label": gettext("Send it back")}
        seen = _seen(request) or editions.of_offer(offer)
        return _asked_why(self, request, offer, form, {**labels, "seen": seen})

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        given = _decision(request)
        return self._deed(request, pk, lambda offer: publishing.take_off(offer=offer, **given))

    def _deed(self, request: HttpRequest, pk: int, deed: Callable[[Offer], Offer]) -> HttpResponse:
        _require(request, "merchants.publish_offer")
        try:
            offer = deed(get_object_or_404(Offer, pk=pk))
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            said = gettext("%(offer)s is now: %(status)s.")
            messages.success(request, said % {"offer": offer, "status": offer.get_status_display()})
        return HttpResponseRedirect(reverse("admin:merchants_offer_change", args=[pk]))

    def stock_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Releases stock by the day, or imports the codes of tickets."""
        if not request.user.has_perm("merchants.change_offer"):
            raise PermissionDenied
        offer = get_object_or_404(Offer, pk=pk)
        is_ticket = offer.kind == OfferKind.TRANSIT
        form = (CodesForm if is_ticket else ScheduleForm)(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                messages.success(request, _stocked(offer, form.cleaned_data, _decision(request)))
            except DomainError as refused:
                messages.error(request, refused.sentence)
            return HttpResponseRedirect(reverse("admin:merchants_offer_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Release stock"),
            "offer": offer,
            "first": max(offer.starts_on, city_day(timezone.now())),
            "form": form,
            "seen": _seen(request) or editions.of_offer(offer),
        }
        return TemplateResponse(request, "admin/desk/offer_stock.html", context)


@admin.register(Redemption)
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


def _decision(request: HttpRequest) -> dict[str, Any]:
    """Who decides, when, and the edition that their page showed."""
    return {"by": citizen_of(request), "now": timezone.now(), "seen": request.POST.get("seen", "")}


def _seen(request: HttpRequest) -> str:
    """The edition on the page from which the way led here, kept through every look at this one."""
    return request.POST.get("seen") or request.GET.get("seen", "")


def _number(object_id: str) -> int:
    """The key that an address names; one that no row has where it is none."""
    return int(object_id) if object_id.isascii() and object_id.isdigit() and len(object_id) <= LONGEST_KEY else 0


def _require(request: HttpRequest, right: str) -> None:
    """A deed is posted, by who has the right."""
    if not request.user.has_perm(right) or request.method != "POST":
        raise PermissionDenied


def _applied(request: HttpRequest, merchant: Merchant) -> dict[str, Any]:
    """What a merchant was applied for with; the whole phone for those who may see it."""
    assert merchant.applicant is not None
    profile = Profile.objects.filter(user=merchant.applicant).first()
    sees_all = request.user.has_perm("accounts.view_profile")
    if sees_all:
        looks.note(of=[merchant.applicant.pk], seen=Seen.APPLICATION, by=request.user, now=timezone.now())
    shown = group_phone if sees_all else mask_phone
    return {
        "business": merchant.business,
        "applicant": merchant.applicant,
        "number": shown(profile.phone) if profile and profile.phone else "",
        "shop": first_shop(merchant),
        "reason": merchant.refusal_text(),
    }


def _asked_why(
    desk: KeptAdmin, request: HttpRequest, row: Merchant | Offer, form: ReasonForm, labels: dict[str, str]
) -> HttpResponse:
    """The page that asks for a reason; `labels` are its title, what its button says, and the edition that was seen."""
    back = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "row": row,
        "form": form,
        "back": back,
        **labels,
    }
    return TemplateResponse(request, "admin/desk/merchant_reason.html", context)


def _stocked(offer: Offer, given: dict[str, Any], decision: dict[str, Any]) -> str:
    """Does what the form says; tells what was done."""
    if offer.kind == OfferKind.TRANSIT:
        new = desk_stock.import_codes(offer=offer, codes=given["codes"], **decision)
        return gettext("%(new)s new codes were imported.") % {"new": f"{new:,}"}
    released = desk_stock.release(offer=offer, a_day=given["a_day"], opens=given["opens"], **decision)
    return stock_words.released(released)


admin.site.register(apps.get_model("merchants.MerchantEvent"), EventAdmin)


@admin.register(apps.get_model("merchants.OfferEvent"))
class OfferEventAdmin(EventAdmin):
    wordings = MappingProxyType({"photo": lambda name: name[:8]})
