"""What of the second path waits for the desk: reports that were verified and of which something is not issued yet."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from common.desk_worklist import Waits, waiting_rows
from projects.models import MonitoringReport, ReportStatus


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    if request.user.has_perm("projects.view_monitoringreport"):
        verified = MonitoringReport.objects.filter(status=ReportStatus.VERIFIED)
        address = f"{reverse('admin:projects_monitoringreport_changelist')}?status__exact={ReportStatus.VERIFIED}"
        yield from waiting_rows(_("Verified reports, to be issued"), verified, "moved_at", address)
