"""An organisation's reports: those of its projects and those that it verifies; one report; begin, submit, withdraw."""

from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import citizen_of
from common import paging
from common.city_time import city_day
from common.errors import DomainError
from common.pages.shown import read_count
from common.texts import in_reader_language
from projects.models import CarbonProject, MonitoringReport, ReportVersion, Sample
from projects.monitoring import drafting, sampling, submitting, told
from projects.monitoring.balls import ball
from projects.monitoring.forms import PeriodForm, SampleForm, SubmitForm, WithdrawForm
from projects.monitoring.gaps import ONE_DAY, gaps
from projects.monitoring.stated import method_of
from projects.monitoring.views.room import Room, done, owners_room, room_of
from projects.organisations.access import seat_of, seated
from projects.pooling.gathering import is_pool

PAGE = 24


@seated()
@never_cache
@require_safe
def reports(request: HttpRequest, public_id: str) -> HttpResponse:
    """The projects of an organisation with their reports and gaps, and the reports that it verifies."""
    organisation = seat_of(request, public_id).organisation
    until = city_day(timezone.now()) - ONE_DAY
    owned = organisation.projects.order_by("number").prefetch_related("reports__verifier")
    page = paging.page(_verified_by(organisation.pk), size=PAGE, after=request.GET.get("older_than"))
    context = {
        "organisation": organisation,
        "projects": [_with_reports(project, until) for project in owned],
        "page": page,
        "verified": [(report, ball(report)) for report in page.rows],
    }
    return render(request, "projects/monitoring/reports.html", context)


@seated()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, public_id: str, project_id: str) -> HttpResponse:
    """Begins a report for a period; the first gap is proposed."""
    organisation = seat_of(request, public_id).organisation
    project = get_object_or_404(organisation.projects.select_related("owner"), public_id=project_id)
    free = gaps(project, until=city_day(timezone.now()) - ONE_DAY)
    first = dict(zip(("starts_on", "ends_on"), free[0], strict=True)) if free else {}
    form = PeriodForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            report = drafting.begin(project=project, by=citizen_of(request), now=timezone.now(), **form.cleaned_data)
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("projects:report", public_id, report.public_id)
    context = {"organisation": organisation, "project": project, "form": form, "gaps": free}
    return render(request, "projects/monitoring/begin.html", context)


@seated()
@never_cache
@require_safe
def report(request: HttpRequest, public_id: str, report_id: str) -> HttpResponse:
    """A report: what it comes to and how, whose turn it is, what was found and done. `version` shows an earlier one."""
    room = room_of(request, public_id, report_id)
    return render(request, "projects/monitoring/report.html", {**room.context(), **_whole(request, room)})


@seated()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, public_id: str, report_id: str) -> HttpResponse:
    """Hands the version that is being drawn up to the verifier."""
    room = owners_room(request, public_id, report_id)
    form = SubmitForm(request.POST or None, report=room.report)
    if request.method == "POST" and form.is_valid():
        given = {"verifier": form.cleaned_data.get("verifier"), "words": form.cleaned_data["words"]}
        try:
            submitting.submit(report=room.report, by=room.user, now=timezone.now(), **given)
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Submitted. The verifier is told."))
            return redirect(room.address)
    return render(request, "projects/monitoring/submit.html", room.context(form=form, version=_draft(room)))


@seated()
@never_cache
@require_POST
def revise(request: HttpRequest, public_id: str, report_id: str) -> HttpResponse:
    """Begins a new version with the lines of the last one."""
    room = owners_room(request, public_id, report_id)
    return done(
        request,
        room,
        lambda: drafting.revise(report=room.report, by=room.user, now=timezone.now()),
        _("A new version is begun. Change its lines, then submit it."),
    )


@seated()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: str, report_id: str) -> HttpResponse:
    """Gives a report up, after saying what that means."""
    room = owners_room(request, public_id, report_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return done(
            request,
            room,
            lambda: drafting.withdraw(report=room.report, by=room.user, now=timezone.now(), **form.cleaned_data),
            _("Withdrawn. Its days can be reported anew."),
        )
    return render(request, "projects/monitoring/withdraw.html", room.context(form=form))


def _verified_by(organisation_id: int) -> QuerySet[MonitoringReport]:
    return MonitoringReport.objects.filter(verifier=organisation_id).select_related("project__owner")


def _with_reports(project: CarbonProject, until: date) -> dict[str, object]:
    rows = project.reports.standing().order_by("-starts_on")
    return {
        "project": project,
        "reports": [(each, ball(each)) for each in rows],
        # Nobody begins what is gathered at the desk.
        "gaps": [] if is_pool(project) else gaps(project, until=until),
    }


def _draft(room: Room) -> ReportVersion | None:
    return room.report.versions.filter(frozen_at=None).first()


def _whole(request: HttpRequest, room: Room) -> dict[str, object]:
    versions = list(room.report.versions.defer("result").select_related("report__project", "by").order_by("-nth"))
    if not room.is_owner:
        versions = [version for version in versions if version.is_frozen]
    wanted = read_count(request.GET.get("version", ""))
    shown = next((version for version in versions if version.nth == wanted), versions[0])
    return {
        "version": shown,
        "versions": versions,
        "is_latest": shown == versions[0],
        "tables": _tables(room, shown),
        "reckoning": told.reckoning(shown),
        "troubles": told.troubles(shown),
        "notices": told.notices(shown),
        "findings": told.findings_of(room.report),
        "steps": told.steps_of(room.report),
        **_sampled(shown),
    }


def _tables(room: Room, version: ReportVersion) -> list[dict[str, object]]:
    """Each table of the method with how many lines it has."""
    counts: dict[str, int] = {}
    for code in version.lines.values_list("table", flat=True):
        counts[code] = counts.get(code, 0) + 1
    method, version_of = method_of(room.report.project), f"?version={version.nth}" if version.is_frozen else ""
    return [
        {
            "heading": in_reader_language(table.label),
            "lines": counts.get(table.code, 0),
            "address": reverse(
                "projects:report_lines", args=[room.organisation.public_id, room.report.public_id, table.code]
            )
            + version_of,
        }
        for table in method.tables
    ]


def _sampled(version: ReportVersion) -> dict[str, object]:
    sample = Sample.objects.filter(version=version).select_related("by").first()
    if sample is None:
        return {"sample": None, "sample_form": SampleForm(initial={"size": sampling.proposed(version.lines.count())})}
    numbers = sampling.lines_of(sample)
    return {"sample": sample, "sampled": list(version.lines.filter(nth__in=numbers).order_by("nth"))}
