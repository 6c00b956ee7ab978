"""The owner submits a version to a verifier: from then on its lines, parameters and result stay as they are."""

import json
from datetime import datetime

from django.db import transaction

from accounts.models import User
from projects.models import MonitoringReport, Organisation, ReportLine, ReportStatus, ReportStepKind, ReportVersion
from projects.monitoring import telling
from projects.monitoring.deeds import SUBMITS, check_owner, draft_of, locked, stand, step
from projects.monitoring.drafting import earlier_lines
from projects.monitoring.hashing import lines_sha256
from projects.monitoring.reckoning import reckon
from projects.organisations.verifying import check_may_verify
from projects.pooling import elsewhere, gathered
from projects.refusals import EarlierLinesMissing, NothingReduced, NotReckonedYet


@transaction.atomic
def submit(
    *, report: MonitoringReport, verifier: Organisation | None, by: User, words: str, now: datetime
) -> ReportVersion:
    """Hands the version that is being drawn up to a verifier; a later version goes to the same one.

    Raises `ReportStands`, `NotYourPart`, `NotApproved`, `NothingToChange`, `NotAVerifier`, `NotIndependent`,
    `NotReckonedYet`, `NothingReduced`, `EarlierLinesMissing`, `PooledInReport`.
    """
    found = locked(report, ReportStatus.DRAFT, ReportStatus.SUBMITTED)
    check_owner(found, by, *SUBMITS)
    version = draft_of(found)
    _name_verifier(found, verifier)
    _check_reckoned(reckon(version))
    _check_earlier(found, version)
    if not gathered.is_of(found):
        elsewhere.check_report(version)
    version.lines_sha256, version.by, version.frozen_at = lines_sha256(version.pk), by, now
    version.save(update_fields=["lines_sha256", "by", "frozen_at"])
    stand(found, ReportStatus.SUBMITTED, now)
    step(found, ReportStepKind.SUBMITTED, by=by, now=now, words=words.strip(), version=version)
    telling.submitted(found, now=now)
    return version


def _name_verifier(report: MonitoringReport, verifier: Organisation | None) -> None:
    """Once it is in verification, the verifier stays."""
    if report.status == ReportStatus.DRAFT:
        assert verifier is not None, "a form asks for the verifier of a first version"
        report.verifier = Organisation.objects.get(pk=verifier.pk)
    assert report.verifier is not None
    check_may_verify(report.verifier, report.project.owner)


def _check_reckoned(version: ReportVersion) -> None:
    if version.troubles:
        raise NotReckonedYet
    if not version.kilograms:
        raise NothingReduced


def _check_earlier(report: MonitoringReport, version: ReportVersion) -> None:
    """What earlier reports said of waste that still rots is said again, the same."""
    wanted = {_said(line) for line in earlier_lines(report)}
    if missing := wanted - {_said(line) for line in version.lines.all()}:
        raise EarlierLinesMissing(count=len(missing))


def _said(line: ReportLine) -> str:
    return json.dumps(
        [line.table, line.source, str(line.starts_on), str(line.ends_on), line.values, line.units], sort_keys=True
    )
