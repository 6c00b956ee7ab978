"""The desk gives back a verified report that it finds wrong: nothing is issued by it, and its days are free again.

Locks: the project, then the report.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from projects.desk import concerned, own_organisation
from projects.models import MonitoringReport, Proposal, ProposalStatus, ReportStatus, ReportStepKind
from projects.monitoring import telling
from projects.monitoring.deeds import locked, stand, step
from projects.pooling import gathered
from projects.refusals import ReportIssued, WordsMissing


@transaction.atomic
def give_back(*, report: MonitoringReport, words: str, by: User, now: datetime) -> MonitoringReport:
    """For a reason that both sides read. Its statement stays with it; the owner reports its days anew.

    Raises `WordsMissing`, `ReportStands`, `OwnOrganisation`, `OwnProject`, `LinesAreGathered`, `ReportIssued`.
    """
    if not words.strip():
        raise WordsMissing
    found = locked(report, ReportStatus.VERIFIED)
    own_organisation.check(by, *concerned.by_report(found))
    concerned.check_took_no_part(found, by)
    gathered.check_written(found.project)
    waiting = Proposal.objects.filter(report=found.public_id, status=ProposalStatus.WAITING)
    if waiting.exists() or found.issuances.exists():
        raise ReportIssued
    stand(found, ReportStatus.WITHDRAWN, now)
    step(found, ReportStepKind.WITHDRAWN, by=by, now=now, words=words.strip())
    telling.given_back(found, now=now)
    return found
