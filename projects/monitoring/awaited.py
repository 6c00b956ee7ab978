"""Which verified reports wait for one of the desk to propose an issuance: with a year that nobody has proposed yet."""

from django.db.models import Exists, OuterRef, QuerySet

from projects.models import MonitoringReport, Proposal, ReportStatus, VerifiedYear
from projects.models.proposal import OPEN_OR_DONE


def to_be_proposed() -> QuerySet[MonitoringReport]:
    """Of what is proposed and not decided yet a proposal tells, not its report."""
    proposed = Proposal.objects.filter(
        report=OuterRef("statement__report__public_id"), vintage=OuterRef("year"), status__in=OPEN_OR_DONE
    )
    years = VerifiedYear.objects.filter(~Exists(proposed), statement__report=OuterRef("pk"), kilograms__gt=0)
    return MonitoringReport.objects.filter(Exists(years), status=ReportStatus.VERIFIED)
