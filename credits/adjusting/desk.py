"""Adjustments at the desk: written and looked at, submitted, decided by another, with the documents they rest on."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
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
from accounts.uploads import takes_uploads
from common import editions, paging
from common.desk import Colours, ReadOnlyAdmin
from common.desk_citizen import address_of_citizen
from common.desk_days import RangeFilter
from common.errors import DomainError
from common.uploads import was_cut_short
from credits import refusals
from credits.adjusting import attachments, deciding, limits, posting, proposing, who
from credits.adjusting.forms import AnswerForm, ProposalForm
from credits.adjusting.models import OPEN, Adjustment, AdjustmentStatus, Attachment, AttachmentKind

PROPOSES, DECIDES = "credits.propose_adjustment", "credits.approve_adjustment"
FOR_ME = "for_me"
STATES = Colours(
    {
        AdjustmentStatus.DRAFT.value: "info",
        AdjustmentStatus.PROPOSED.value: "warning",
        AdjustmentStatus.APPROVED.value: "success",
        AdjustmentStatus.DECLINED.value: "danger",
    }
)
CONTENT_TYPES = {AttachmentKind.PDF: "application/pdf", AttachmentKind.JPEG: "image/jpeg"}
NO_ORIGIN = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
"""What a document may do where a browser shows it after all: nothing, and it is of no page's origin."""
Deed = Callable[[], object]


class StateFilter(admin.SimpleListFilter):
    """By where an adjustment stands, and what of it waits for this very reader."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*AdjustmentStatus.choices, (FOR_ME, _("Waits for me to decide"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        if self.value() == FOR_ME:
            return queryset.filter(pk__in=Adjustment.objects.waiting_for(citizen_of(request).pk).values("pk"))
        if self.value() not in AdjustmentStatus.values:
            raise IncorrectLookupParameters
        return queryset.filter(status=self.value())


class AdjustmentAdmin(ReadOnlyAdmin):
    """The list, one adjustment with the deeds that are next, and the form that begins one."""

    list_display = (
        *("public_id", "citizen", "credits_shown", "why", "state", "proposed_by", "proposed_at"),
        *("decided_by", "decided_at"),
    )
    list_display_links = ("public_id",)
    list_filter = (StateFilter, ("decided_at", RangeFilter))
    list_select_related = ("citizen", "proposed_by", "decided_by")
    list_before_template = "admin/desk/_adjustment_link.html"
    search_fields = ("public_id",)
    search_help_text = _("A whole public id of one of these or of a citizen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Adjustment.objects.shown_to(citizen_of(request).pk)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        term = search_term.strip().lower()
        if not term:
            return queryset, False
        theirs = Adjustment.objects.filter(citizen__in=User.objects.filter(public_id=term))
        return queryset.filter(public_id=term) | queryset.filter(pk__in=theirs.values("pk")), False

    def get_urls(self) -> list[URLPattern]:
        new = takes_uploads("ADJUSTMENT_MAX_BYTES")(self.admin_site.admin_view(self.propose_view))
        deeds = {"submit": self.submit_view, "withdraw": self.withdraw_view, "approve": self.approve_view}
        deeds |= {"decline": self.decline_view}
        return [
            path("propose/", new, name="credits_adjustment_propose"),
            *(
                path(
                    f"<int:pk>/{name}/",
                    self.admin_site.admin_view(require_POST(view)),
                    name=f"credits_adjustment_{name}",
                )
                for name, view in deeds.items()
            ),
            path(
                "document/<int:pk>/",
                self.admin_site.admin_view(self.document_view),
                name="credits_adjustment_document",
            ),
            *super().get_urls(),
        ]

    def propose_view(self, request: HttpRequest) -> HttpResponse:
        """Writes one with its documents; its own page then says what it would come to, before anybody else sees it."""
        if not request.user.has_perm(PROPOSES):
            raise PermissionDenied
        form = (
            ProposalForm(request.POST, request.FILES)
            if request.method == "POST"
            else ProposalForm(initial=_asked(request))
        )
        if was_cut_short(request):
            too_large = refusals.AttachmentsTooLarge(megabytes=attachments.megabytes())
            form.errors["documents"] = form.error_class([too_large.sentence])
        if request.method == "POST" and form.is_valid():
            try:
                written = proposing.draft(**form.told, by=citizen_of(request), now=timezone.now())
                return HttpResponseRedirect(_address(written))
            except DomainError as refused:
                form.add_error(None, refused.sentence)
        own = limits.limits_of(citizen_of(request))
        context = {"title": gettext("Adjust a citizen’s credits"), "form": form, "limits": own}
        return self._shown(request, "adjustment_new", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What is proposed and why, what it would come to, what was done with it, and what can be done now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._page(request, self._found(request, paging.number_in(object_id)))

    def submit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Has colleagues decide on what the page showed."""
        own, by, now = self._may(request, PROPOSES, pk), citizen_of(request), timezone.now()
        said = gettext("Submitted. A colleague decides on it.")
        return self._done(
            request, own, lambda: proposing.submit(adjustment=own, by=by, now=now, edition=_seen(request)), said
        )

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        own, by, now = self._may(request, PROPOSES, pk), citizen_of(request), timezone.now()
        said = gettext("Withdrawn.")
        return self._done(request, own, lambda: proposing.withdraw(adjustment=own, by=by, now=now), said)

    def approve_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Posts what the page showed."""
        waiting, by, now = self._may(request, DECIDES, pk), citizen_of(request), timezone.now()
        said = gettext("Approved and posted. The citizen was told.")
        return self._done(
            request, waiting, lambda: deciding.approve(adjustment=waiting, by=by, now=now, edition=_seen(request)), said
        )

    def decline_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        waiting, form = self._may(request, DECIDES, pk), AnswerForm(request.POST)
        if not form.is_valid():
            return self._page(request, waiting, form)
        by, now, answer = citizen_of(request), timezone.now(), form.cleaned_data["answer"]
        said = gettext("Declined.")
        return self._done(
            request, waiting, lambda: deciding.decline(adjustment=waiting, answer=answer, by=by, now=now), said
        )

    def document_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """A kept copy, to be taken away and not to be shown among our pages, by whoever may look at the adjustment."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        documents = Attachment.objects.filter(adjustment__in=self.get_queryset(request)).select_related("adjustment")
        attachment = get_object_or_404(documents, pk=pk)
        looks.note(of=[attachment.adjustment.citizen_id], seen=Seen.SERVED, by=request.user, now=timezone.now())
        try:
            content = attachments.file_of(attachment)
        except OSError as error:
            raise Http404 from error
        kind = AttachmentKind(attachment.kind)
        named = f"{attachment.adjustment}-{attachment.public_id}.{kind}"
        response = FileResponse(content, as_attachment=True, filename=named, content_type=CONTENT_TYPES[kind])
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = NO_ORIGIN
        response["Cache-Control"] = "private, no-store"
        return response

    def _found(self, request: HttpRequest, pk: int) -> Adjustment:
        rows = self.get_queryset(request).select_related(
            *("citizen", "budget", "proposed_by", "decided_by", "undone_by")
        )
        found: Adjustment = get_object_or_404(rows, pk=pk)
        return found

    def _may(self, request: HttpRequest, right: str, pk: int) -> Adjustment:
        if not (request.user.has_perm(right) and self.has_view_permission(request)):
            raise PermissionDenied
        return self._found(request, pk)

    def _page(self, request: HttpRequest, adjustment: Adjustment, answer: AnswerForm | None = None) -> HttpResponse:
        by, now = citizen_of(request), timezone.now()
        looks.note(of=[adjustment.citizen_id], seen=Seen.SERVED, by=by, now=now)
        is_open = adjustment.status in OPEN
        context = {
            "title": gettext("An adjustment"),
            "subtitle": adjustment.public_id,
            "original": adjustment,
            "adjustment": adjustment,
            "citizen_address": address_of_citizen(adjustment.citizen_id, request),
            "files": adjustment.attachments.order_by("pk"),
            "foreseen": posting.foresee(adjustment, now=now) if is_open else None,
            "edition": editions.edition_of(*proposing.shown_of(adjustment, now=now)) if is_open else "",
            "until": _until(adjustment),
            "answer_form": answer or AnswerForm(),
            **_deeds(request, adjustment, by),
        }
        return self._shown(request, "adjustment", context)

    def _shown(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/desk/{template}.html", whole)

    def _done(self, request: HttpRequest, adjustment: Adjustment, deed: Deed, said: str) -> HttpResponse:
        try:
            deed()
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, said)
        return HttpResponseRedirect(_address(adjustment))

    @display(description=_("credits in or out"))
    def credits_shown(self, adjustment: Adjustment) -> str:
        return f"{adjustment.credits:+,}"

    @display(description=_("reason"))
    def why(self, adjustment: Adjustment) -> str:
        return adjustment.reason_in_words

    @display(description=_("status"), label=STATES)
    def state(self, adjustment: Adjustment) -> tuple[str, str]:
        return adjustment.status, adjustment.get_status_display()


def _deeds(request: HttpRequest, adjustment: Adjustment, by: User) -> dict[str, Any]:
    """What this reader may do with it; where only the person is in the way, why not."""
    is_own = adjustment.proposed_by_id == by.pk and request.user.has_perm(PROPOSES)
    decides = adjustment.status == AdjustmentStatus.PROPOSED and request.user.has_perm(DECIDES)
    hindrance = _hindrance(adjustment, by) if decides else ""
    return {
        "may_submit": is_own and adjustment.status == AdjustmentStatus.DRAFT,
        "may_withdraw": is_own and adjustment.status in OPEN,
        "may_decide": decides and not hindrance,
        "hindrance": hindrance,
    }


def _hindrance(adjustment: Adjustment, by: User) -> str:
    """Why somebody who may decide on others may not decide on this one."""
    try:
        who.check_another(adjustment, by=by)
        who.check_reach(adjustment.citizen, by=by, now=timezone.now())
    except DomainError as refused:
        return refused.sentence
    return ""


def _until(adjustment: Adjustment) -> Any:
    """When it runs out, if nobody does anything."""
    begun = adjustment.proposed_at or adjustment.drafted_at
    return begun + proposing.lasts() if adjustment.status in OPEN else None


def _asked(request: HttpRequest) -> dict[str, str]:
    """Whose page led here."""
    return {"citizen": request.GET.get("citizen", "")[:40]}


def _seen(request: HttpRequest) -> str:
    return request.POST.get(editions.FIELD, "")


def _address(adjustment: Adjustment) -> str:
    return reverse("admin:credits_adjustment_change", args=[adjustment.pk])
