"""Mergers at the desk: both accounts side by side, what would go over, and the decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.decorators import display

from accounts import looks
from accounts.models import Seen, User
from accounts.requests import citizen_of
from common import editions, paging
from common.desk import Colours, ReadOnlyAdmin
from common.desk_citizen import address_of_citizen
from common.desk_days import RangeFilter
from common.errors import DomainError
from credits.merging import asking, deciding, preview
from credits.merging.forms import AnswerForm
from credits.merging.models import LARGE_MERGER, Merger, MergerStatus

DECIDES = "credits.decide_merger"
FOR_ME = "for_me"
STATES = Colours(
    {
        MergerStatus.WAITING.value: "warning",
        MergerStatus.APPROVED.value: "success",
        MergerStatus.REFUSED.value: "danger",
    }
)
Deed = Callable[[], Merger]


class StateFilter(admin.SimpleListFilter):
    """By where a merger stands, and what of it waits for this very reader."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*MergerStatus.choices, (FOR_ME, _("Waits for me to decide"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        if self.value() == FOR_ME:
            return queryset.filter(pk__in=Merger.objects.waiting_for(citizen_of(request).pk).values("pk"))
        if self.value() not in MergerStatus.values:
            raise IncorrectLookupParameters
        return queryset.filter(status=self.value())


class MergerAdmin(ReadOnlyAdmin):
    """The list, and one merger with the deeds that are next."""

    list_display = ("public_id", "ended", "stays", "state", "asked_at", "agreed_by", "decided_by", "decided_at")
    list_display_links = ("public_id",)
    list_filter = (StateFilter, ("decided_at", RangeFilter))
    list_select_related = ("ended", "stays", "agreed_by", "decided_by")
    search_fields = ("public_id",)
    search_help_text = _("A whole public id of one of these or of a citizen")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        term = search_term.strip().lower()
        if not term:
            return queryset, False
        people = User.objects.filter(public_id=term)
        found = queryset.filter(public_id=term) | queryset.filter(ended__in=people) | queryset.filter(stays__in=people)
        return found, False

    def get_urls(self) -> list[URLPattern]:
        deeds = {"approve": self.approve_view, "decline": self.decline_view}
        return [
            *(
                path(f"<int:pk>/{name}/", self.admin_site.admin_view(require_POST(view)), name=f"credits_merger_{name}")
                for name, view in deeds.items()
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was asked and how both were proven, both accounts, what would go over, and what can be done now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._page(request, self._found(paging.number_in(object_id)))

    def approve_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Merges what the page showed, or agrees to it where a colleague is to look, too."""
        by, now, edition = citizen_of(request), timezone.now(), request.POST.get(editions.FIELD, "")
        return self._decided(
            request,
            pk,
            lambda merger, answer: deciding.approve(merger=merger, answer=answer, by=by, now=now, edition=edition),
        )

    def decline_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        by, now = citizen_of(request), timezone.now()
        return self._decided(
            request, pk, lambda merger, answer: deciding.decline(merger=merger, answer=answer, by=by, now=now)
        )

    def _decided(self, request: HttpRequest, pk: int, deed: Callable[[Merger, str], Merger]) -> HttpResponse:
        if not (request.user.has_perm(DECIDES) and self.has_view_permission(request)):
            raise PermissionDenied
        merger, form = self._found(pk), AnswerForm(request.POST)
        if not form.is_valid():
            return self._page(request, merger, form)
        try:
            done = deed(merger, form.cleaned_data["answer"])
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _said(done))
        return HttpResponseRedirect(reverse("admin:credits_merger_change", args=[merger.pk]))

    def _found(self, pk: int) -> Merger:
        rows = Merger.objects.select_related("ended", "stays", "agreed_by", "decided_by")
        found: Merger = get_object_or_404(rows, pk=pk)
        return found

    def _page(self, request: HttpRequest, merger: Merger, answer: AnswerForm | None = None) -> HttpResponse:
        by, now = citizen_of(request), timezone.now()
        looks.note(of=[merger.ended_id, merger.stays_id], seen=Seen.SERVED, by=by, now=now)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("A merger of accounts"),
            "subtitle": merger.public_id,
            "original": merger,
            "merger": merger,
            "proofs": merger.proofs.order_by("pk"),
            "ended_address": address_of_citizen(merger.ended_id, request),
            "stays_address": address_of_citizen(merger.stays_id, request),
            "answer_form": answer or AnswerForm(),
            **(self._foreseen(request, merger, by) if merger.is_waiting else {}),
        }
        return TemplateResponse(request, "admin/desk/merger.html", context)

    def _foreseen(self, request: HttpRequest, merger: Merger, by: User) -> dict[str, Any]:
        """What a page says of a merger that is not decided."""
        now, pair = timezone.now(), preview.pair_of(merger)
        seen = preview.foresee(pair, now=now)
        hindrance = _hindrance(merger, by)
        return {
            "seen": seen,
            "compared": preview.compared(pair, now=now),
            "effects": preview.effects(pair, now=now),
            "in_the_way": preview.hindrances(pair, now=now),
            "edition": editions.edition_of(*deciding.shown_of(merger, seen, now=now)),
            "due": asking.due_at(merger),
            "is_due": asking.due_at(merger) <= now,
            "until": merger.asked_at + asking.lasts(),
            "takes_two": seen.moves.credits > LARGE_MERGER,
            "large": LARGE_MERGER,
            "hindrance": hindrance,
            "may_decide": request.user.has_perm(DECIDES) and not hindrance,
        }

    @display(description=_("status"), label=STATES)
    def state(self, merger: Merger) -> tuple[str, str]:
        return merger.status, merger.get_status_display()


def _said(merger: Merger) -> str:
    if merger.is_done:
        return gettext("Approved and merged. Both accounts were told.")
    return gettext("You have agreed. A colleague decides on it, too.") if merger.is_waiting else gettext("Declined.")


def _hindrance(merger: Merger, by: User) -> str:
    """Why somebody who may decide on others may not decide on this one."""
    try:
        deciding.check_decider(merger, by=by)
    except DomainError as refused:
        return refused.sentence
    return ""
