"""Venues at the desk: their facts, their evaluations, and the addresses of plate and screen."""

from typing import Any

from django.contrib import messages
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

from accounts.requests import citizen_of
from common import editions
from common.city_time import city_day
from common.desk import Colours, DeskAdmin, ReadOnlyAdmin
from scenarios.standing_words import standing_in_words
from scenarios.venues.check_list import Grade, check_list_for
from scenarios.venues.evaluation import evaluate, foresee, shown
from scenarios.venues.forms import MarksForm, VenueForm
from scenarios.venues.models import Evaluation, State, Venue, source_in_words
from scenarios.venues.screens import move_screen

COLOURS = Colours(
    {
        State.VALID.value: "success",
        State.UNEVALUATED.value: "default",
        State.FAILED.value: "danger",
        State.EXPIRED.value: "warning",
    }
)
GRADE_COLOURS = Colours(
    {
        Grade.EXCELLENT.value: "success",
        Grade.GOOD.value: "success",
        Grade.PASSED.value: "info",
        Grade.FAILED.value: "danger",
    }
)


class VenueAdmin(DeskAdmin):
    """Facts need the right to change venues, evaluating has a right of its own. A venue stays: its visits name it."""

    form = VenueForm
    list_display = ("name_shown", "kind", "district", "state", "score", "valid_until", "recheck_on", "standing_shown")
    list_display_links = ("name_shown",)
    list_filter = ("kind", "district", "standing")
    search_fields = ("name",)
    search_help_text = _("Name or address")
    readonly_fields = ("name_shown", "state", "standing_shown")
    fieldsets = (
        (None, {"fields": ("name_zh", "name_en", "kind", "district")}),
        (_("Place"), {"fields": ("address_zh", "address_en", "latitude", "longitude")}),
        (_("Source"), {"fields": ("standing", "title_zh", "title_en", "publisher_zh", "publisher_en", "published_on")}),
    )
    change_form_outer_after_template = "admin/desk/_venue_deeds.html"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def may_evaluate(self, request: HttpRequest) -> bool:
        return request.user.has_perm("scenarios.evaluate_venue")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Venue.objects.with_evaluations()

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        words = search_term.strip()
        return (queryset & Venue.objects.named(words) if words else queryset), False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return ((None, {"fields": ("name_shown", "kind", "district", "state", "standing_shown")}),)

    @display(description=_("name"))
    def name_shown(self, venue: Venue) -> str:
        return str(venue)

    @display(description=_("state"), label=COLOURS)
    def state(self, venue: Venue) -> tuple[str, Any]:
        state = venue.state_on(city_day(timezone.now()))
        return state.value, state.label

    @display(description=_("score"))
    def score(self, venue: Venue) -> str:
        evaluation = _deciding(venue)
        return f"{evaluation.score} · {evaluation.get_grade_display()}" if evaluation else "—"

    @display(description=_("valid until"))
    def valid_until(self, venue: Venue) -> Any:
        evaluation = _deciding(venue)
        return evaluation.valid_until if evaluation else None

    @display(description=_("check again by"))
    def recheck_on(self, venue: Venue) -> Any:
        evaluation = _deciding(venue)
        return evaluation.recheck_on if evaluation else None

    @display(description=_("standing"))
    def standing_shown(self, venue: Venue) -> str:
        return standing_in_words(venue.standing)

    def get_urls(self) -> list[URLPattern]:
        views = {"evaluate": self.evaluate_view, "move_screen": self.move_screen_view}
        own = [
            path(f"<int:pk>/{verb}/", self.admin_site.admin_view(view), name=f"scenarios_venue_{verb}")
            for verb, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """The screen's address opens the codes: only who may change the venue sees it."""
        venue = named.get("obj")
        if venue is not None:
            context["evaluations"] = list(venue.evaluations.select_related("evaluator"))
            context["may_evaluate"] = self.may_evaluate(request)
            if self.has_change_permission(request, venue):
                address = reverse("scenarios:screen", args=[venue.screen_token])
                context["screen_address"] = request.build_absolute_uri(address)
        return super().render_change_form(request, context, *rest, **named)

    def evaluate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """First says what the marks come to; writes the evaluation when the same form comes back confirmed."""
        if not self.may_evaluate(request):
            raise PermissionDenied
        venue = get_object_or_404(Venue, pk=pk)
        now = timezone.now()
        form = MarksForm(request.POST or None, venue=venue)
        is_checked = request.method == "POST" and form.is_valid() and "again" not in request.POST
        if is_checked and "confirm" in request.POST:
            edition = request.POST.get(editions.FIELD, "")
            evaluation = evaluate(venue, marks=form.marks, evaluator=citizen_of(request), now=now, edition=edition)
            said = gettext("Evaluated: %(score)s points, %(grade)s.")
            grade = evaluation.get_grade_display()
            messages.success(request, said % {"score": evaluation.score, "grade": grade})
            return _to_venue(venue)
        outlook = foresee(venue, marks=form.marks, day=city_day(now)) if is_checked else None
        check_list = check_list_for(venue.kind)
        context = {
            "form": form,
            "outlook": outlook,
            "check_list": check_list,
            "check_list_source": source_in_words(check_list.source),
            "edition": _edition(request, *shown(venue)),
        }
        return self._page(request, "admin/desk/venue_evaluate.html", venue, context)

    def move_screen_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says what a new address does; confirmed, it gives the screen one."""
        venue = get_object_or_404(Venue, pk=pk)
        if not self.has_change_permission(request, venue):
            raise PermissionDenied
        if request.method == "POST":
            move_screen(venue, now=timezone.now(), edition=request.POST.get(editions.FIELD, ""))
            messages.success(request, gettext("The screen has a new address. Open it on the venue's tablet."))
            return _to_venue(venue)
        context = {"edition": _edition(request, venue.screen_moved_at)}
        return self._page(request, "admin/desk/venue_move_screen.html", venue, context)

    def _page(self, request: HttpRequest, template: str, venue: Venue, context: dict[str, Any]) -> HttpResponse:
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": venue,
            "title": str(venue),
            "venue": venue,
            **context,
        }
        return TemplateResponse(request, template, whole)


class EvaluationAdmin(ReadOnlyAdmin):
    """Every evaluation ever made, with the list by which it was made."""

    list_display = ("evaluated_on", "venue", "score", "grade_shown", "valid_until", "recheck_on", "evaluator_shown")
    list_filter = ("grade",)
    list_select_related = ("venue", "evaluator")
    fields = (
        "venue",
        "evaluated_on",
        "score",
        "grade",
        "valid_until",
        "recheck_on",
        "evaluator_shown",
        "marks_shown",
    )
    readonly_fields = ("evaluator_shown", "marks_shown")

    @display(description=_("grade"), label=GRADE_COLOURS)
    def grade_shown(self, evaluation: Evaluation) -> tuple[str, str]:
        return evaluation.grade, evaluation.get_grade_display()

    @display(description=_("evaluated by"))
    def evaluator_shown(self, evaluation: Evaluation) -> str:
        return str(evaluation.evaluator) if evaluation.evaluator else gettext("The catalogue")

    @display(description=_("marks"))
    def marks_shown(self, evaluation: Evaluation) -> str:
        return "；".join(f"{finding.criterion}：{finding.mark_in_words}" for finding in evaluation.findings())


def _edition(request: HttpRequest, *shown: Any) -> str:
    """Of what the first page showed, carried along by the ones after it."""
    return request.POST.get(editions.FIELD) or editions.edition_of(*shown)


def _deciding(venue: Venue) -> Evaluation | None:
    return venue.deciding_evaluation(city_day(timezone.now()))


def _to_venue(venue: Venue) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:scenarios_venue_change", args=[venue.pk]))
