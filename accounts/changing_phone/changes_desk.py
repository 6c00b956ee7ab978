"""Changes of phone at the desk, to be looked at; those that wait are agreed to, or stopped."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import EmptyFieldListFilter
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.changing_phone import numbers, waiting
from accounts.changing_phone.desk import SETS
from accounts.changing_phone.models import PhoneChange, Stopped
from accounts.looks import note
from accounts.models import Seen
from accounts.phones import parse_phone
from accounts.refusals import NotAMobileNumber, NotReached
from accounts.requests import citizen_of
from common import editions
from common.desk import ReadOnlyAdmin

AGREES = "accounts.agree_lost_phone"


class PhoneChangeAdmin(ReadOnlyAdmin):
    """Whose number changed and how. An account that has lost its number is found by that number."""

    list_display = ("public_id", "citizen", "way", "numbers_masked", "asked_at", "due_at", "done_at", "stopped_at")
    list_display_links = ("public_id",)
    list_filter = ("way", ("done_at", EmptyFieldListFilter), "stopped")
    list_select_related = ("citizen", "numbers")
    search_fields = ("citizen__public_id",)
    search_help_text = _("A whole public id of a citizen, or the number that an account had before")
    fields = (
        *("public_id", "citizen", "way", "numbers_masked", "asked_at", "due_at", "tells_old"),
        *("by", "shown", "reference", "agreed_by", "done_at", "stopped_at", "stopped"),
    )
    readonly_fields = ("numbers_masked",)
    change_form_outer_after_template = "admin/desk/_phone_change_deeds.html"

    def get_urls(self) -> list[URLPattern]:
        views = {"agree": self.agree_view, "stop": self.stop_view}
        own = [
            path(f"<int:pk>/{deed}/", self.admin_site.admin_view(view), name=f"accounts_phonechange_{deed}")
            for deed, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        try:
            phone = parse_phone(term)
        except (NotAMobileNumber, NotReached):
            return queryset.filter(citizen__public_id=term.lower()), False
        if not request.user.has_perm("accounts.view_profile"):
            return queryset.none(), False
        found = queryset.filter(pk__in=numbers.of_old_number(phone).values("pk"))
        note(of=found.values_list("citizen_id", flat=True), seen=Seen.PHONE, by=request.user, now=timezone.now())
        return found, False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        change: PhoneChange | None = context.get("original")
        context |= {"may_stop": _stops(request, change), "may_agree": _agrees(request, change)}
        return super().render_change_form(request, context, *rest, **named)

    @display(description=_("old and new number"))
    def numbers_masked(self, change: PhoneChange) -> str:
        kept = getattr(change, "numbers", None)
        return str(kept) if kept else "—"

    def agree_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A second official, where no old number could object."""
        change = _waiting(pk, may=_may_agree(request))
        if request.method != "POST":
            return self._page(request, change, "agree")
        editions.check(request.POST.get(editions.FIELD, ""), *_edition(change))
        waiting.agree(change=change, by=citizen_of(request), now=timezone.now())
        messages.success(request, gettext("You have agreed."))
        return _to_page_of(change)

    def stop_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The number stays as it is."""
        change = _waiting(pk, may=_may_stop(request))
        if request.method != "POST":
            return self._page(request, change, "stop")
        editions.check(request.POST.get(editions.FIELD, ""), *_edition(change))
        waiting.stop(change=change, stopped=Stopped.DESK, by=citizen_of(request), now=timezone.now())
        messages.success(request, gettext("It is stopped."))
        return _to_page_of(change)

    def _page(self, request: HttpRequest, change: PhoneChange, deed: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "change": change,
            "deed": deed,
            "edition": editions.edition_of(*_edition(change)),
        }
        return TemplateResponse(request, "admin/desk/phone_change_deed.html", context)


def _stops(request: HttpRequest, change: PhoneChange | None) -> bool:
    if change is None or change.done_at or change.stopped_at:
        return False
    return request.user.pk != change.citizen_id and _may_stop(request)


def _agrees(request: HttpRequest, change: PhoneChange | None) -> bool:
    """Who has proposed it, and whose it is, do not."""
    if change is None or not change.lacks_agreement or change.done_at or change.stopped_at:
        return False
    return request.user.pk not in (change.citizen_id, change.by_id) and _may_agree(request)


def _waiting(pk: int, *, may: bool) -> PhoneChange:
    if not may:
        raise PermissionDenied
    return get_object_or_404(PhoneChange.objects.waiting().select_related("citizen", "by"), pk=pk)


def _edition(change: PhoneChange) -> tuple[object, ...]:
    return change.pk, change.citizen_id, change.due_at, change.by_id, change.agreed_by_id


def _may_stop(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(SETS) or _may_agree(request))


def _may_agree(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(AGREES))


def _to_page_of(change: PhoneChange) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:accounts_phonechange_change", args=[change.pk]))
