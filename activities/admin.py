"""Acts at the desk: looked up by a whole id, never written, each told as its citizen sees it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
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
from accounts.standing.reading import earning_frozen
from activities import doubted_desk, sets_desk, trail_desk
from activities.attempts import admin as attempts
from activities.forms import RevocationForm
from activities.models import Activity, Doubted, Reason, Status
from activities.scoring import taking_back
from activities.telling.doubts_told import doubts_in_full
from activities.telling.explanation import explain
from activities.telling.refusal_words import refusal_in_words
from activities.telling.revoked_words import counts_again_as, revoked_in_words
from common import editions
from common.city_time import city_day
from common.desk import Colours, ReadOnlyAdmin
from common.desk_days import RangeFilter
from common.errors import DomainError
from credits import statements
from scenarios.evidence_words import evidence_of_all_in_words
from scenarios.rules import Evidence

__all__ = ["ActivityAdmin", "attempts", "doubted_desk", "sets_desk", "trail_desk"]


class EvidenceFilter(admin.SimpleListFilter):
    """By how well acts are proven, in words."""

    title = _("proof")
    parameter_name = "evidence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(grade.value, evidence_of_all_in_words(grade)) for grade in Evidence]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(evidence=self.value()) if self.value() else queryset


class GramsFilter(admin.SimpleListFilter):
    """By whether acts avoided anything, as the figures of the desk count them."""

    title = _("reduction")
    parameter_name = "grams"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("some", _("A gram at least when it was scored")), ("kept", _("A gram at least, not taken back"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        some = queryset.filter(assessment__grams__gt=0)
        if self.value() == "some":
            return some
        return some.exclude(revocation__grams=F("assessment__grams"))


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = (
        "number",
        "scenario_name",
        "city_day",
        "claimed_shown",
        "state",
        "earned",
        "proof",
        "channel",
        "recorded_at",
    )
    list_display_links = ("number",)
    list_filter = (
        "status",
        "scenario",
        EvidenceFilter,
        "channel",
        ("recorded_at", RangeFilter),
        ("city_day", RangeFilter),
        ("assessment__assessed_at", RangeFilter),
        GramsFilter,
    )
    list_select_related = ("scenario", "assessment")
    search_fields = ("public_id",)
    search_help_text = _("A whole public id of an act or of a citizen")

    def get_urls(self) -> list[URLPattern]:
        revoke = self.admin_site.admin_view(require_POST(self.revoke_view))
        return [path("<int:pk>/revoke/", revoke, name="activities_activity_revoke"), *super().get_urls()]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        term = search_term.strip().lower()
        if not term:
            return queryset, False
        citizens = list(User.objects.filter(public_id=term).values_list("pk", flat=True))
        looks.note(of=citizens, seen=Seen.ACT, by=request.user, now=timezone.now())
        return queryset.filter(Q(public_id=term) | Q(citizen_id__in=citizens)), False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The act's page."""
        act = Activity.objects.with_outcome().select_related("citizen").filter(pk=_number(object_id)).first()
        if not self.has_view_permission(request, act):
            raise PermissionDenied
        if act is None:
            raise Http404
        return self._page(request, act, RevocationForm())

    def _page(self, request: HttpRequest, act: Activity, form: RevocationForm) -> HttpResponse:
        looks.note(of=[act.citizen_id], seen=Seen.ACT, by=request.user, now=timezone.now())
        doubted = Doubted.objects.select_related("activity__scenario").filter(pk=act.pk).first()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": act,
            "title": act.scenario,
            "subtitle": act.public_id,
            "act": act,
            "proof": evidence_of_all_in_words(Evidence(act.evidence)),
            "explanation": explain(act) if act.status == Status.SCORED else None,
            "refusal": refusal_in_words(act.refusal),
            "revocation": revoked_in_words(act),
            "again": counts_again_as(act),
            "is_answerable": act.status == Status.REVOKED and act.revocation.reason != Reason.WITHDRAWN,
            "form": form if self._may_revoke(request, act) else None,
            "frozen": earning_frozen(act.citizen_id, now=timezone.now()) if act.status == Status.PENDING else None,
            "doubted": doubted,
            "doubts": doubts_in_full(doubted),
        }
        return TemplateResponse(request, "admin/desk/act.html", context)

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """First says what is taken back and what the citizen reads; does it when it comes back confirmed."""
        if not request.user.has_perm("activities.revoke_activity"):
            raise PermissionDenied
        act = get_object_or_404(Activity.objects.with_outcome().select_related("citizen"), pk=pk)
        page, form = reverse("admin:activities_activity_change", args=[pk]), RevocationForm(request.POST)
        if not form.is_valid():
            return self._page(request, act, form)
        reason = Reason(form.cleaned_data["reason"])
        try:
            if "confirm" not in request.POST:
                return self._confirmation(request, act, reason, page)
            edition = request.POST.get(editions.FIELD, "")
            taking_back.take_back(
                activity=act, reason=reason, by=citizen_of(request), now=timezone.now(), edition=edition
            )
        except DomainError as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, gettext("The act is taken back; its citizen reads why."))
        return HttpResponseRedirect(page)

    def _confirmation(self, request: HttpRequest, act: Activity, reason: Reason, page: str) -> HttpResponse:
        given_back = taking_back.foresee(act)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": act,
            "title": gettext("Take this act back?"),
            "subtitle": act.public_id,
            "act": act,
            "claimed": act.claimed(),
            "reason": reason,
            "given_back": given_back,
            "spent": max(given_back.credits - statements.available(act.citizen_id, today=city_day(timezone.now())), 0),
            "edition": editions.edition_of(*given_back, reason),
            "page": page,
        }
        return TemplateResponse(request, "admin/desk/act_revocation.html", context)

    def _may_revoke(self, request: HttpRequest, act: Activity) -> bool:
        may = request.user.has_perm("activities.revoke_activity")
        return may and act.status == Status.SCORED and act.citizen_id != request.user.pk

    @display(description=_("public id"))
    def number(self, act: Activity) -> str:
        return act.public_id

    @display(description=_("scenario"))
    def scenario_name(self, act: Activity) -> str:
        return str(act.scenario)

    @display(description=_("claim"))
    def claimed_shown(self, act: Activity) -> str:
        return " · ".join(act.claimed())

    @display(
        description=_("status"),
        label=Colours(
            {
                Status.PENDING.value: "info",
                Status.WAITING.value: "warning",
                Status.REVIEW.value: "warning",
                Status.BEHIND.value: "warning",
                Status.SCORED.value: "success",
                Status.REJECTED.value: "danger",
                Status.REVOKED.value: "danger",
            }
        ),
    )
    def state(self, act: Activity) -> tuple[str, str]:
        return act.status, act.get_status_display()

    @display(description=_("proof"))
    def proof(self, act: Activity) -> str:
        return evidence_of_all_in_words(Evidence(act.evidence))

    @display(description=_("earned"))
    def earned(self, act: Activity) -> str:
        if act.status not in (Status.SCORED, Status.REVOKED):
            return "—"
        return _("%(grams)s g · %(credits)s credits") % {
            "grams": f"{act.assessment.grams:,}",
            "credits": f"{act.assessment.credits:,}",
        }


def _number(object_id: str) -> int:
    """The key in an address; what is no key is no act."""
    if not object_id.isascii() or not object_id.isdigit() or len(object_id) > 18:
        raise Http404
    return int(object_id)
