"""Monitoring reports by which units were issued: everybody reads what they came to, how, and who verified it."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from common.access import public
from projects.models import CarbonProject, DocumentVersion, MonitoringReport
from projects.monitoring import told


def of_project(project: CarbonProject) -> QuerySet[MonitoringReport]:
    """The latest first."""
    shown = MonitoringReport.objects.shown_to_all().filter(project=project)
    return shown.select_related("statement", "verifier").order_by("-starts_on")


@public
@require_safe
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was reckoned and verified; what owner and verifier said to each other stays between them."""
    shown = MonitoringReport.objects.shown_to_all().select_related("project", "statement__file__redaction", "verifier")
    found = get_object_or_404(shown, public_id=public_id)
    version = found.statement.version
    context = {
        "report": found,
        "project": found.project,
        "version": version,
        "reckoning": told.reckoning(version),
        "notices": told.notices(version),
        "files": DocumentVersion.objects.filter(pk__in=version.lines.values("file")).select_related("redaction"),
    }
    return render(request, "projects/public/report.html", context)
