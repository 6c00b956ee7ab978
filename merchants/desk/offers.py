"""Offers and causes at the desk: written, stocked, published, sent back with a reason, taken off."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList

from accounts.requests import citizen_of
from common.city_time import city_day
from common.desk import Colours, WaitingFirstChangeList
from common.errors import DomainError
from common.texts import listed
from merchants import editions, stock, stock_words
from merchants.desk import publishing, stocking
from merchants.desk.forms import CauseForm, CodesForm, OfferForm, ReasonForm, ScheduleForm
from merchants.desk.kept import KeptAdmin, asked_why, decision, number, require, seen_on
from merchants.fen import yuan
from merchants.models import Cause, Offer, OfferKind, OfferStatus
from merchants.models.offer import names_of

AS_SHOWN = {"settlement_fen": "settlement_shown", "value_fen": "value_shown", "weekdays": "weekdays_shown"}


class CauseAdmin(KeptAdmin):
    form = CauseForm
    list_display = ("name_shown",)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Locked where it is about to be saved, so that no offer of it is published before the saving."""
        if request.method == "POST":
            Cause.objects.select_for_update(no_key=True).filter(pk=number(object_id)).first()
        return super().get_object(request, object_id, from_field)


class OfferAdmin(KeptAdmin):
    form = OfferForm
    list_display = ("name_shown", "giver_shown", "kind", "price", "left_shown", "state", "ends_on")
    list_filter = ("status", "kind")
    change_form_outer_after_template = "admin/desk/_offer_deeds.html"
    waiting = Q(status=OfferStatus.SUBMITTED)
    waiting_since = "submitted_at"

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Offer.objects.with_stock(timezone.now()).with_till().select_related("merchant", "cause")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Locked where it is about to be saved, so that it is not published between the check and the saving."""
        if request.method == "POST":
            Offer.objects.select_for_update(no_key=True).filter(pk=number(object_id)).first()
        return super().get_object(request, object_id, from_field)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """An offer with the edition that its deeds carry back."""
        offer = Offer.objects.filter(pk=number(object_id)).first()
        told = {"seen": editions.of_offer(offer)} if offer is not None else {}
        return super().change_view(request, object_id, form_url, {**told, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Offer, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and obj.is_draft and stock.DECIDED_BY & set(form.changed_data) and stock.take_back(obj):
            messages.warning(request, gettext("What was released for other days was taken back. Release stock anew."))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Who may only look reads yuan and the names of days, too."""
        names = list(super().get_fields(request, obj))
        if self.has_change_permission(request, obj):
            return names
        return [AS_SHOWN.get(name, name) for name in names]

    @display(description=_("settlement price in yuan"))
    def settlement_shown(self, offer: Offer) -> str:
        return yuan(offer.settlement_fen)

    @display(description=_("yuan off a bill"))
    def value_shown(self, offer: Offer) -> str:
        return yuan(offer.value_fen)

    @display(description=_("weekdays"))
    def weekdays_shown(self, offer: Offer) -> str:
        return listed(names_of(offer.weekdays)) or gettext("every day")

    @display(description=_("merchant or cause"))
    def giver_shown(self, offer: Offer) -> str:
        return str(offer.giver)

    @display(description=_("left now"))
    def left_shown(self, offer: Offer) -> str:
        return f"{getattr(offer, 'left', None) or 0:,}" if offer.is_limited else "—"

    @display(
        description=_("status"),
        label=Colours(
            {
                OfferStatus.DRAFT.value: "info",
                OfferStatus.SUBMITTED.value: "warning",
                OfferStatus.PUBLISHED.value: "success",
                OfferStatus.WITHDRAWN.value: "danger",
            }
        ),
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
        given = decision(request)
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
        seen = seen_on(request) or editions.of_offer(offer)
        return asked_why(self, request, offer, form, {**labels, "seen": seen})

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        given = decision(request)
        return self._deed(request, pk, lambda offer: publishing.take_off(offer=offer, **given))

    def _deed(self, request: HttpRequest, pk: int, deed: Callable[[Offer], Offer]) -> HttpResponse:
        require(request, "merchants.publish_offer")
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
                messages.success(request, _stocked(offer, form.cleaned_data, decision(request)))
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
            "seen": seen_on(request) or editions.of_offer(offer),
        }
        return TemplateResponse(request, "admin/desk/offer_stock.html", context)


def _stocked(offer: Offer, given: dict[str, Any], given_by: dict[str, Any]) -> str:
    """Does what the form says; tells what was done."""
    if offer.kind == OfferKind.TRANSIT:
        new = stocking.import_codes(offer=offer, codes=given["codes"], **given_by)
        return gettext("%(new)s new codes were imported.") % {"new": f"{new:,}"}
    released = stocking.release(offer=offer, a_day=given["a_day"], opens=given["opens"], **given_by)
    return stock_words.released(released)
