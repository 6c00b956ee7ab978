"""Monitoring reports: drawn up line by line, submitted, looked at, questioned, and stated to be right."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from methodologies.projects.stated import Line
from projects.documents.kinds import Sent
from projects.models import CarbonProject, Finding, FindingKind, MonitoringReport, Organisation, Proposal
from projects.monitoring import drafting, finding, sampling, stating, submitting
from simulation.doors import units

ANSWERED_WITHIN = timedelta(days=30)


def begin(project: CarbonProject, *, year: int, until: date | None = None, by: User, now: datetime) -> MonitoringReport:
    """Of a whole year, or from its beginning until another day."""
    first, last = date(year, 1, 1), until or date(year, 12, 31)
    return drafting.begin(project=project, starts_on=first, ends_on=last, by=by, now=now)


def write(report: MonitoringReport, lines: Iterable[Mapping[str, Any]], *, by: User, now: datetime) -> None:
    for line in lines:
        troubles = drafting.write_line(report=report, line=Line(**line), by=by, now=now)
        assert not troubles, troubles


def submit(report: MonitoringReport, verifier: Organisation, *, by: User, now: datetime) -> None:
    submitting.submit(report=report, verifier=verifier, by=by, words="", now=now)


def withdraw(report: MonitoringReport, *, words: str, by: User, now: datetime) -> None:
    drafting.withdraw(report=report, words=words, by=by, now=now)


def revise(report: MonitoringReport, *, by: User, now: datetime) -> None:
    drafting.revise(report=report, by=by, now=now)


def sample(report: MonitoringReport, *, by: User, now: datetime) -> None:
    lines = report.versions.latest("nth").lines.count()
    sampling.draw(report=report, size=sampling.proposed(lines), by=by, now=now)


def find(report: MonitoringReport, *, kind: str, words: str, line: int | None, by: User, now: datetime) -> Finding:
    due = (now + ANSWERED_WITHIN).date()
    return finding.open_finding(
        report=report, kind=FindingKind(kind), words=words, due_on=due, line=line, by=by, now=now
    )


def answer(found: Finding, *, words: str, by: User, now: datetime) -> None:
    finding.answer(finding=found, words=words, sent=None, by=by, now=now)


def close(found: Finding, *, words: str, by: User, now: datetime) -> None:
    finding.close(finding=found, words=words, by=by, now=now)


def state(
    report: MonitoringReport, *, number: str, paper: tuple[str, bytes], less: int, why: str, by: User, now: datetime
) -> None:
    """So much less than was reckoned, for a reason where it is less."""
    reckoned = report.versions.latest("nth").kilograms
    sent = Sent(*paper)
    stating.state(
        report=report, kilograms=reckoned - less, words=why if less else "", number=number, sent=sent, by=by, now=now
    )


def propose(report: MonitoringReport, *, document: str, by: User, now: datetime) -> list[Proposal]:
    """Each year that was verified."""
    return [
        units.propose(report, vintage=each.year, kilograms=each.kilograms, document=document, by=by, now=now)
        for each in report.statement.years.order_by("year")
    ]
