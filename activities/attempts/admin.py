"""What was not taken, at the desk: looked up by its citizen, with the sentence that they were told."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts import looks
from accounts.models import Seen, User
from activities.models import RefusedAttempt
from common.desk import ReadOnlyAdmin
from common.desk_days import RangeFilter


@admin.register(RefusedAttempt)
class RefusedAttemptAdmin(ReadOnlyAdmin):
    list_display = ("refused_at", "scenario_name", "told", "reason_shown", "citizen_number")
    list_filter = ("scenario", ("refused_at", RangeFilter))
    list_select_related = ("scenario", "citizen")
    search_fields = ("citizen__public_id",)
    search_help_text = _("A whole public id of a citizen")
    fields = readonly_fields = (
        "citizen_number",
        "scenario_name",
        "started_at",
        "told",
        "reason_shown",
        "code",
        "refused_at",
    )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        term = search_term.strip().lower()
        if not term:
            return queryset, False
        citizens = list(User.objects.filter(public_id=term).values_list("pk", flat=True))
        looks.note(of=citizens, seen=Seen.ATTEMPT, by=request.user, now=timezone.now())
        return queryset.filter(citizen_id__in=citizens), False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        looks.note(of=[context["original"].citizen_id], seen=Seen.ATTEMPT, by=request.user, now=timezone.now())
        return super().render_change_form(request, context, *rest, **named)

    @display(description=_("scenario"))
    def scenario_name(self, attempt: RefusedAttempt) -> str:
        return str(attempt.scenario)

    @display(description=_("claim"))
    def told(self, attempt: RefusedAttempt) -> str:
        return " · ".join(attempt.claimed()) or "—"

    @display(description=_("reason"))
    def reason_shown(self, attempt: RefusedAttempt) -> str:
        return attempt.reason

    @display(description=_("citizen"))
    def citizen_number(self, attempt: RefusedAttempt) -> str:
        return attempt.citizen.public_id
