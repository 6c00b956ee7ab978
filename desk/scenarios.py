"""The desk's pages of scenarios: look one up, found one with the draft of its first rule, describe one anew."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from common import editions
from common.city_time import city_day
from common.desk import ReadOnlyAdmin
from common.texts import in_reader_language
from desk import rule_check, scenario_files
from desk.scenario_forms import DescriptionForm, FoundingForm, offered_methodologies
from desk.scenario_words import method_in_words, said_anew
from methodologies.base import Methodology
from scenarios import describing, founding, rulebook
from scenarios.describing import Description
from scenarios.models import Scenario
from scenarios.rules import Rule


class ScenarioAdmin(ReadOnlyAdmin):
    """Made at the desk or by the catalogue; what they say changes by the use cases alone."""

    list_display = ("name_shown", "code", "method_shown", "group", "position", "in_force")
    list_display_links = ("name_shown",)
    list_before_template = "admin/desk/_scenario_list_deeds.html"
    fields = ("name_shown", "summary_shown", "code", "method_shown", "formula", "group", "position")
    readonly_fields = ("name_shown", "summary_shown", "method_shown", "formula")
    change_form_outer_after_template = "admin/desk/_scenario_deeds.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("scenarios.add_scenario")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The right is one that groups can be given; no row changes but by describing it."""
        return obj is None and self.may_describe(request)

    def may_describe(self, request: HttpRequest) -> bool:
        return request.user.has_perm("scenarios.change_scenario")

    @display(description=_("name"))
    def name_shown(self, scenario: Scenario) -> str:
        return str(scenario)

    @display(description=_("In one sentence"))
    def summary_shown(self, scenario: Scenario) -> str:
        return scenario.summary_text()

    @display(description=_("methodology"))
    def method_shown(self, scenario: Scenario) -> str:
        if scenario.methodology_code == scenario.code:
            return gettext("One of its own")
        return method_in_words(scenario.methodology) if scenario.has_methodology else scenario.methodology_code

    @display(description=_("formula"))
    def formula(self, scenario: Scenario) -> str:
        return in_reader_language(scenario.methodology.formula)

    @display(description=_("in force"), boolean=True)
    def in_force(self, scenario: Scenario) -> bool:
        return rulebook.current().version_on(scenario.pk, city_day(timezone.now())) is not None

    def get_urls(self) -> list[URLPattern]:
        views = {
            "<int:pk>/describe/": (self.describe_view, "describe"),
            "<int:pk>/export/": (self.export_view, "export_one"),
            "export/": (self.export_view, "export"),
            "import/": (takes_uploads("IMPORT_MAX_BYTES")(self.import_view), "import"),
        }
        own = [
            path(address, self.admin_site.admin_view(view), name=f"scenarios_scenario_{name}")
            for address, (view, name) in views.items()
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(
            request, {**(extra_context or {}), "may_bring": scenario_files.may_bring(request)}
        )

    def export_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The catalogue's own form: of one scenario, or of all."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if pk is None:
            return scenario_files.file_of(list(Scenario.objects.all()), "catalogue")
        scenario = get_object_or_404(Scenario, pk=pk)
        return scenario_files.file_of([scenario], scenario.code)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """First what a file would change; confirmed, drafts and factors as they were shown."""
        if not scenario_files.may_bring(request):
            raise PermissionDenied
        form = scenario_files.FileForm(request.POST or None, request.FILES or None)
        context = scenario_files.look_or_bring(request, form)
        if "brought" in context:
            messages.success(request, scenario_files.brought_in_words(context["brought"]))
            return HttpResponseRedirect(reverse("admin:scenarios_scenario_changelist"))
        return self._page(request, "admin/desk/scenario_import.html", _("Bring scenarios out of a file"), context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        context["may_describe"] = self.may_describe(request)
        scenario = named.get("obj")
        if scenario is not None:
            context["versions"] = scenario.versions.order_by("-number")
        return super().render_change_form(request, context, *rest, **named)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """First how it is counted; then everything else; then how it will look; confirmed, it is founded."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        methods = {method.code: method for method in offered_methodologies()}
        chosen = request.POST.get("method") or request.GET.get("method")
        if chosen is None:
            told = [(method.code, method_in_words(method), _counts(method)) for method in methods.values()]
            return self._page(request, "admin/desk/scenario_method.html", _("A new scenario"), {"methods": told})
        if chosen not in methods:
            raise Http404
        form = FoundingForm(request.POST or None, methodology=methods[chosen], today=city_day(timezone.now()))
        is_checked = request.method == "POST" and form.is_valid() and "again" not in request.POST
        if is_checked and "confirm" in request.POST:
            return self._found(request, form)
        context = {"form": form, "method": chosen, "method_words": method_in_words(methods[chosen])}
        if is_checked:
            context["shown"] = _shown(form)
        return self._page(request, "admin/desk/scenario_new.html", _("A new scenario"), context)

    def _found(self, request: HttpRequest, form: FoundingForm) -> HttpResponse:
        draft = founding.found(form.plan, now=timezone.now(), by=citizen_of(request))
        messages.success(
            request, gettext("Made, with a draft of its rule. Nobody is offered it until that is published.")
        )
        return HttpResponseRedirect(reverse("admin:scenarios_ruleversion_publish", args=[draft.pk]))

    def describe_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """First says what would be said instead of what; confirmed, it is."""
        if not self.may_describe(request):
            raise PermissionDenied
        scenario = get_object_or_404(Scenario, pk=pk)
        if not scenario.has_methodology:
            raise Http404
        form = DescriptionForm(request.POST or None, scenario=scenario)
        shown = request.POST.get(editions.FIELD) or editions.edition_of(*Description.of(scenario).edition_parts())
        is_checked = request.method == "POST" and form.is_valid() and "again" not in request.POST
        if is_checked and "confirm" in request.POST:
            sent = request.POST.get(editions.FIELD, "")
            describing.describe(scenario, form.description, now=timezone.now(), edition=sent)
            messages.success(request, gettext("The scenario is described anew."))
            return HttpResponseRedirect(reverse("admin:scenarios_scenario_change", args=[pk]))
        context = {"form": form, "scenario": scenario, "original": scenario, "edition": shown}
        if is_checked:
            context["changes"] = said_anew(Description.of(scenario), form.description)
        return self._page(request, "admin/desk/scenario_describe.html", str(scenario), context)

    def _page(self, request: HttpRequest, template: str, title: Any, context: dict[str, Any]) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, template, whole)


def _counts(method: Methodology) -> str:
    return in_reader_language(method.formula)


def _shown(form: FoundingForm) -> dict[str, Any]:
    """The scenario as it will be: what citizens see, and everything its rule says."""
    rule = Rule.from_document(form.plan.document)
    return {
        "plan": form.plan,
        "name": in_reader_language(form.plan.description.name),
        "summary": in_reader_language(form.plan.description.summary),
        "deed": describing.without_count(in_reader_language(rule.methodology.deed)),
        "lines": rule_check.lines(rule),
        "example": rule_check.example(rule),
    }
