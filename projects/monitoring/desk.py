"""Monitoring reports at the desk: each with all that led to what was verified, before units are issued by it."""

from typing import Any

from django.contrib import admin, messages
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
from common.desk import ReadOnlyAdmin, WaitingFirstChangeList
from common.errors import DomainError
from common.pages.shown import read_count
from common.texts import day_shown
from projects.cycle.forms.desk import ReasonForm
from projects.desk.proposing import propose_issuance
from projects.models import MonitoringReport, PooledMonth, Proposal, ProposalStatus, ReportStatus, VerifiedYear
from projects.monitoring import awaited, giving_back, sampling, told
from projects.monitoring.balls import ball
from projects.pooling import gathered

LONGEST_KEY = 18
TO_BE_PROPOSED = "awaited"
PROPOSES = "projects.propose_proposal"
STATES = {
    ReportStatus.DRAFT.value: "info",
    ReportStatus.SUBMITTED.value: "warning",
    ReportStatus.VERIFIED.value: "success",
    ReportStatus.ISSUED.value: "success",
    ReportStatus.WITHDRAWN.value: "danger",
}


class ProposingFilter(admin.SimpleListFilter):
    """Those of which a year waits for somebody to propose its issuance."""

    title = _("issuance")
    parameter_name = "issuing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(TO_BE_PROPOSED, _("To be proposed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pk__in=awaited.to_be_proposed().values("pk")) if self.value() else queryset


class MonitoringReportAdmin(ReadOnlyAdmin):
    """The list of reports, those that wait for the desk first; a report's page."""

    list_display = ("project", "period", "state", "verifier")
    list_filter = (ProposingFilter, "status")
    list_select_related = ("project", "verifier")
    waiting = Q(pk__in=awaited.to_be_proposed().values("pk"))
    waiting_since = "moved_at"

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A report with its reckoning, what was found, and what is to be issued by year."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = int(object_id) if object_id.isascii() and object_id.isdigit() and len(object_id) <= LONGEST_KEY else 0
        reports = MonitoringReport.objects.select_related("project__owner", "verifier")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "may_propose": request.user.has_perm(PROPOSES),
            "reason_form": ReasonForm(),
            **_told(get_object_or_404(reports, pk=key)),
        }
        return TemplateResponse(request, "admin/desk/monitoring_report.html", context)

    def get_urls(self) -> list[URLPattern]:
        named = {"propose": self.propose_view, "give-back": self.give_back_view}
        deeds = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"projects_monitoringreport_{name.replace('-', '_')}",
            )
            for name, view in named.items()
        ]
        return [*deeds, *super().get_urls()]

    def give_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Does not accept what was verified, for a reason."""
        if not request.user.has_perm(PROPOSES) or request.method != "POST":
            raise PermissionDenied
        report, form = get_object_or_404(MonitoringReport, pk=pk), ReasonForm(request.POST)
        words = form.cleaned_data["words"] if form.is_valid() else ""
        try:
            giving_back.give_back(report=report, words=words, by=citizen_of(request), now=timezone.now())
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, gettext("Given back. Its days may be reported anew."))
        return HttpResponseRedirect(reverse("admin:projects_monitoringreport_change", args=[pk]))

    def propose_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Proposes what was verified of a year; another agrees to it."""
        if not request.user.has_perm(PROPOSES) or request.method != "POST":
            raise PermissionDenied
        report = get_object_or_404(MonitoringReport.objects.select_related("project__owner", "verifier"), pk=pk)
        year = get_object_or_404(
            VerifiedYear, statement__report=report, year=read_count(request.POST.get("year", "")) or 0
        )
        try:
            propose_issuance(
                project=report.project,
                vintage=year.year,
                kilograms=year.kilograms,
                document=request.POST.get("document", ""),
                by=citizen_of(request),
                now=timezone.now(),
                report=report,
            )
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, gettext("Proposed. Another of the desk agrees to it."))
        return HttpResponseRedirect(reverse("admin:projects_monitoringreport_change", args=[pk]))

    @display(description=_("period"))
    def period(self, report: MonitoringReport) -> str:
        return f"{day_shown(report.starts_on)} – {day_shown(report.ends_on)}"

    @display(description=_("status"), label=STATES)
    def state(self, report: MonitoringReport) -> tuple[str, str]:
        return report.status, report.get_status_display()


def _told(report: MonitoringReport) -> dict[str, Any]:
    versions = list(report.versions.defer("result").select_related("report__project", "by").order_by("-nth"))
    frozen = [version for version in versions if version.is_frozen]
    shown = frozen[0] if frozen else versions[0]
    sample = getattr(shown, "sample", None)
    return {
        "title": str(report),
        "report": report,
        "ball": ball(report),
        "version": shown,
        "versions": versions,
        "reckoning": told.reckoning(shown),
        "notices": told.notices(shown),
        "findings": told.findings_of(report),
        "steps": told.steps_of(report),
        "sample": sample,
        "sampled": sampling.lines_of(sample) if sample else [],
        "years": (years := _years(report)),
        "pooled_month": PooledMonth.objects.filter(report=report).first(),
        "may_be_given_back": report.status == ReportStatus.VERIFIED
        and not gathered.is_of(report)
        and not any(year["issuance"] or year["is_proposed"] for year in years),
    }


def _years(report: MonitoringReport) -> list[dict[str, Any]]:
    """What was verified of each year, and what was issued by it."""
    statement = getattr(report, "statement", None)
    if statement is None:
        return []
    issued = {issuance.vintage: issuance for issuance in report.issuances.select_related("project")}
    years = statement.years.order_by("year")
    waiting = set(
        Proposal.objects.filter(report=report.public_id, status=ProposalStatus.WAITING).values_list(
            "vintage", flat=True
        )
    )
    return [
        {
            "year": one.year,
            "kilograms": one.kilograms,
            "issuance": issued.get(one.year),
            "is_proposed": one.year in waiting,
        }
        for one in years
    ]
