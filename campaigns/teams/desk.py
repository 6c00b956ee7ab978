"""Teams at the desk: those of schools, companies and communities are made here; names are hidden, teams closed."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList

from accounts.requests import citizen_of
from campaigns.models import NameReport, Team, TeamKind, TeamMember
from campaigns.teams import joining, leaving, reporting
from campaigns.teams.forms import TeamForm, WhyForm
from common.desk import Colours, WaitingFirstChangeList
from common.desk_deeds import DeedsAdmin

ADDS, LOOKS_AFTER = "campaigns.add_team", "campaigns.look_after_team"
DECIDES = "campaigns.decide_namereport"
STATES = Colours({"waiting": "warning", "hidden": "danger", "stands": "success"})


class TeamAdmin(DeedsAdmin):
    """Who is in a team the desk does not see, only how many."""

    list_display = ("name", "kind", "district", "made_at", "closed_at", "hidden_reason")
    list_display_links = ("name",)
    list_filter = ("kind", "district")
    page_template = "admin/desk/team.html"
    deeds = ("close", "hide", "renew")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(ADDS)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TeamForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            made = joining.found_at_desk(by=citizen_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, gettext("Made. Give its code to whoever is to lead it: the first to join does."))
            return HttpResponseRedirect(reverse("admin:campaigns_team_change", args=[made.pk]))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": gettext("A new team")}
        return TemplateResponse(request, "admin/desk/team_new.html", {**context, "form": form})

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        team = get_object_or_404(Team, pk=pk)
        is_open, may = team.closed_at is None, request.user.has_perm(LOOKS_AFTER)
        return {
            "title": team.name,
            "original": team,
            "team": team,
            "count": TeamMember.objects.current().filter(team=team).count(),
            "shows_code": is_open and team.kind != TeamKind.FRIENDS and request.user.has_perm(ADDS),
            "may_renew": is_open and request.user.has_perm(ADDS),
            "may_close": is_open and may,
            "may_hide": is_open and may and not team.hidden_reason,
            "why_form": WhyForm(),
            **forms,
        }

    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        team = self._team(request, pk, LOOKS_AFTER)
        said = gettext("Closed. Its members are told.")
        return self.done(request, pk, lambda: leaving.close_at_desk(team=team, now=timezone.now()), said)

    def hide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Its captain reads why."""
        team, form = self._team(request, pk, LOOKS_AFTER), WhyForm(request.POST)
        if not form.is_valid():
            return self.page(request, pk, why_form=form)
        reason, by, now = form.cleaned_data["reason"], citizen_of(request), timezone.now()
        hide = partial(reporting.hide_team, team=team, reason=reason, by=by, now=now)
        return self.done(request, pk, hide, gettext("Hidden."))

    def renew_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        team = self._team(request, pk, ADDS)
        said = gettext("There is a new code. The old one opens nothing any more.")
        return self.done(request, pk, lambda: joining.renew_code_at_desk(team=team), said)

    def _team(self, request: HttpRequest, pk: int, right: str) -> Team:
        self.require(request, right)
        return get_object_or_404(Team, pk=pk)


class NameReportAdmin(DeedsAdmin):
    """What readers found unfit. Who reported it is of no matter to whoever decides, and is not shown."""

    list_display = ("name_shown", "of_whom", "team", "reported_at", "state")
    list_display_links = ("name_shown",)
    list_filter = ("is_hidden",)
    list_select_related = ("team", "member")
    waiting = Q(decided_at=None)
    waiting_since = "reported_at"
    page_template = "admin/desk/name_report.html"
    deeds = ("hide", "let_stand")

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        report = get_object_or_404(NameReport.objects.select_related("team", "member", "decided_by"), pk=pk)
        return {
            "title": report.name or gettext("A name that is gone"),
            "original": report,
            "report": report,
            "may_decide": request.user.has_perm(DECIDES) and report.decided_at is None,
            "why_form": WhyForm(),
            **forms,
        }

    def hide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, DECIDES)
        report, form = get_object_or_404(NameReport, pk=pk), WhyForm(request.POST)
        if not form.is_valid():
            return self.page(request, pk, why_form=form)
        reason = form.cleaned_data["reason"]
        given = {"report": report, "reason": reason, "by": citizen_of(request), "now": timezone.now()}
        return self.done(request, pk, lambda: reporting.hide(**given), gettext("Hidden. Its owner reads why."))

    def let_stand_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, DECIDES)
        given: dict[str, Any] = {
            "report": get_object_or_404(NameReport, pk=pk),
            "by": citizen_of(request),
            "now": timezone.now(),
        }
        return self.done(request, pk, lambda: reporting.let_stand(**given), gettext("It stands."))

    @display(description=_("name that was reported"))
    def name_shown(self, report: NameReport) -> str:
        return report.name or gettext("A name that is gone")

    @display(description=_("of whom"))
    def of_whom(self, report: NameReport) -> str:
        return gettext("a member") if report.member_id else gettext("the team")

    @display(description=_("state"), label=STATES)
    def state(self, report: NameReport) -> tuple[str, str]:
        if report.decided_at is None:
            return "waiting", gettext("waits")
        return ("hidden", gettext("hidden")) if report.is_hidden else ("stands", gettext("stands"))
