"""The verifier states what a report comes to, and the report is asked to be issued."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from projects.documents.kinds import Sent
from projects.models import (
    Finding,
    MonitoringReport,
    ReportStatus,
    ReportStepKind,
    ReportVersion,
    Sample,
    VerificationStatement,
    VerifiedYear,
)
from projects.monitoring import files, telling
from projects.monitoring.deeds import STATES, check_verifier, draft_of, locked, stand, step, submitted
from projects.monitoring.stated import method_of
from projects.monitoring.stated import report as stated
from projects.monitoring.years import divided, shares
from projects.pooling import gathered
from projects.refusals import (
    FindingsOpen,
    MoreThanReckoned,
    NoSampleYet,
    NothingToChange,
    ReasonMissing,
    VersionBeingDrawnUp,
)


@transaction.atomic
def state(
    *,
    report: MonitoringReport,
    kilograms: int,
    words: str,
    number: str,
    sent: Sent,
    by: User,
    now: datetime,
) -> VerificationStatement:
    """States so many kilograms of the version that was submitted last.

    Raises `ReportStands`, `NotYourPart`, `OnBothSides`, `VersionBeingDrawnUp`, `FindingsOpen`, `NoSampleYet`,
    `ActsTakenBack`, `MoreThanReckoned`, `ReasonMissing`, and as `files.keep`.
    """
    found = locked(report, ReportStatus.SUBMITTED)
    check_verifier(found, by, *STATES)
    version = _looked_at(found)
    _check(version, kilograms, words)
    file = files.keep(found, sent, files.Title.STATEMENT, by=by, now=now)
    statement = VerificationStatement.objects.create(
        report=found,
        version=version,
        reckoned_kg=version.kilograms,
        kilograms=kilograms,
        words=words.strip(),
        number=number,
        file=file,
        by=by,
        stated_at=now,
    )
    VerifiedYear.objects.bulk_create(_years(statement))
    stand(found, ReportStatus.VERIFIED, now)
    step(found, ReportStepKind.STATED, by=by, now=now, words=statement.words, version=version, file=file)
    telling.stated(statement, now=now)
    return statement


def _looked_at(report: MonitoringReport) -> ReportVersion:
    """The version that is stated of: the latest, sampled, and nothing found is open."""
    try:
        draft_of(report)
    except NothingToChange:
        pass
    else:
        raise VersionBeingDrawnUp
    if count := Finding.objects.holding_up(report).count():
        raise FindingsOpen(count=count)
    version = submitted(report)
    assert version is not None, "what is in verification was submitted"
    if not Sample.objects.filter(version=version).exists():
        raise NoSampleYet
    gathered.check_current(report)
    return version


def _check(version: ReportVersion, kilograms: int, words: str) -> None:
    if not 1 <= kilograms <= version.kilograms:
        raise MoreThanReckoned(reckoned=version.kilograms)
    if kilograms < version.kilograms and not words.strip():
        raise ReasonMissing


def _years(statement: VerificationStatement) -> list[VerifiedYear]:
    report, version = statement.report, statement.version
    lines = version.lines.order_by("nth")
    said = stated(report.starts_on, report.ends_on, version.parameters, lines)
    parts = divided(statement.kilograms, shares(method_of(report.project), said))
    return [VerifiedYear(statement=statement, year=year, kilograms=part) for year, part in parts.items()]
