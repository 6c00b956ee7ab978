"""The desk gives back a verified report that it finds wrong: nothing is issued by it, and its days are free again.

Locks: the project, then the report.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from projects.desk import own_organisation
from projects.models import (
    MonitoringReport,
    Proposal,
    ProposalStatus,
    ReportStatus,
    ReportStep,
    ReportStepKind,
)
from projects.monitoring import telling
from projects.monitoring.deeds import locked, stand, step
from projects.pooling import gathered
from projects.refusals import OwnProject, ReportIssued, WordsMissing

DESKS_STEPS = (ReportStepKind.ISSUED,)


@transaction.atomic
def give_back(*, report: MonitoringReport, words: str, by: User, now: datetime) -> MonitoringReport:
    """For a reason that both sides read. Its statement stays with it; the owner reports its days anew.

    Raises `WordsMissing`, `ReportStands`, `OwnOrganisation`, `OwnProject`, `LinesAreGathered`, `ReportIssued`.
    """
    if not words.strip():
        raise WordsMissing
    found = locked(report, ReportStatus.VERIFIED)
    _check_impartial(found, by)
    gathered.check_written(found.project)
    waiting = Proposal.objects.filter(report=found.public_id, status=ProposalStatus.WAITING)
    if waiting.exists() or found.issuances.exists():
        raise ReportIssued
    stand(found, ReportStatus.WITHDRAWN, now)
    step(found, ReportStepKind.WITHDRAWN, by=by, now=now, words=words.strip())
    telling.given_back(found, now=now)
    return found


def _check_impartial(report: MonitoringReport, by: User) -> None:
    own_organisation.check(by, report.project.owner)
    assert report.verifier is not None, "what was verified has a verifier"
    own_organisation.check(by, report.verifier)
    if ReportStep.objects.filter(report=report, by=by).exclude(kind__in=DESKS_STEPS).exists():
        raise OwnProject
