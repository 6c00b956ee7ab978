"""Acts at the desk: looked up by a whole id, never written, each told as its citizen sees it."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts import looks
from accounts.models import Seen, User
from activities.attempts import admin as attempts
from activities.models import Activity, Status
from activities.telling.explanation import explain
from activities.telling.refusal_words import refusal_in_words
from common.desk import ReadOnlyAdmin
from common.desk_days import RangeFilter
from scenarios.evidence_words import evidence_of_all_in_words
from scenarios.rules import Evidence

__all__ = ["ActivityAdmin", "attempts"]


class EvidenceFilter(admin.SimpleListFilter):
    """By how well acts are proven, in words."""

    title = _("proof")
    parameter_name = "evidence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(grade.value, evidence_of_all_in_words(grade)) for grade in Evidence]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(evidence=self.value()) if self.value() else queryset


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
    )
    list_select_related = ("scenario", "assessment")
    search_fields = ("public_id",)
    search_help_text = _("A whole public id of an act or of a citizen")

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
        looks.note(of=[act.citizen_id], seen=Seen.ACT, by=request.user, now=timezone.now())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": act,
            "title": act.scenario,
            "subtitle": act.public_id,
            "act": act,
            "proof": evidence_of_all_in_words(Evidence(act.evidence)),
            "claimed": act.claimed(),
            "explanation": explain(act) if act.status == Status.SCORED else None,
            "refusal": refusal_in_words(act.refusal),
        }
        return TemplateResponse(request, "admin/desk/act.html", context)

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
        label={
            Status.PENDING.value: "info",
            Status.WAITING.value: "warning",
            Status.SCORED.value: "success",
            Status.REJECTED.value: "danger",
        },
    )
    def state(self, act: Activity) -> tuple[str, str]:
        return act.status, act.get_status_display()

    @display(description=_("proof"))
    def proof(self, act: Activity) -> str:
        return evidence_of_all_in_words(Evidence(act.evidence))

    @display(description=_("earned"))
    def earned(self, act: Activity) -> str:
        if act.status != Status.SCORED:
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
