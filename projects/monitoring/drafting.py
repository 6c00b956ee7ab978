"""A report is begun for a period, and its lines are typed one by one or taken out of a file."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from common.city_time import city_day
from common.texts import day_shown, in_reader_language
from common.turns import heavy
from methodologies.base import Text
from methodologies.projects.asked import Table
from methodologies.projects.stated import Line
from methodologies.projects.troubles import Trouble
from projects.documents.kinds import Sent, kind_of
from projects.models import (
    CarbonProject,
    FileKind,
    MonitoringReport,
    ReportLine,
    ReportStatus,
    ReportStepKind,
    ReportVersion,
)
from projects.monitoring import files
from projects.monitoring.deeds import DRAFTS, SUBMITS, check_owner, draft_of, locked, stand, step, submitted
from projects.monitoring.reading.cells import Wrong
from projects.monitoring.reading.lines import ReadLine
from projects.monitoring.reading.whole import MOST_LINES, collect
from projects.monitoring.reckoning import numbered, reckon, there_already
from projects.monitoring.stated import method_of
from projects.monitoring.stated import report as stated
from projects.organisations.access import check_acts
from projects.pooling import gathered
from projects.refusals import LinesRefused, NoTable, OutsideReporting, PeriodTaken, TooManyLines

TABLES = (FileKind.XLSX, FileKind.CSV)
DRAFT, SUBMITTED = ReportStatus.DRAFT, ReportStatus.SUBMITTED


@transaction.atomic
def begin(*, project: CarbonProject, starts_on: date, ends_on: date, by: User, now: datetime) -> MonitoringReport:
    """Begins a report; lines of earlier years that count on are in it already.

    Raises `NotYourPart`, `NotApproved`, `LinesAreGathered`, `OutsideReporting`, `PeriodTaken`.
    """
    check_acts(project.owner, by, *DRAFTS)
    found = CarbonProject.objects.select_for_update(no_key=True, of=("self",)).get(pk=project.pk)
    gathered.check_written(found)
    _check_period(found, starts_on, ends_on, now)
    report = MonitoringReport.objects.create(
        project=found, starts_on=starts_on, ends_on=ends_on, begun_by=by, begun_at=now, moved_at=now
    )
    version = ReportVersion.objects.create(report=report, nth=1, parameters=found.parameters)
    _copy(earlier_lines(report), version)
    reckon(version)
    step(report, ReportStepKind.BEGUN, by=by, now=now, version=version)
    return report


@transaction.atomic
def write_line(*, report: MonitoringReport, line: Line, by: User, now: datetime) -> tuple[Trouble, ...]:
    """Adds a line that was typed; nothing where something is to be mended in it, which is returned.

    Raises `ReportStands`, `NotYourPart`, `NotApproved`, `LinesAreGathered`, `NothingToChange`, `TooManyLines`.
    """
    version = _open(report, by)
    if troubles := method_of(version.report.project).check_line(line):
        return troubles
    if version.lines.count() >= MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    ReportLine.objects.create(
        version=version,
        nth=_after(version),
        table=line.table,
        source=line.source,
        starts_on=date.fromisoformat(line.starts_on),
        ends_on=date.fromisoformat(line.ends_on),
        values={name: str(value) for name, value in line.values.items()},
        units=dict(line.units),
    )
    reckon(version)
    return ()


@transaction.atomic
def remove_line(*, report: MonitoringReport, nth: int, by: User, now: datetime) -> None:
    """Raises as `write_line`. A line that is gone already is gone."""
    version = _open(report, by)
    version.lines.filter(nth=nth).delete()
    reckon(version)


def take_file(*, report: MonitoringReport, table: Table, sent: Sent, by: User, now: datetime) -> int:
    """Takes the lines of a file instead of those that its tables had; all of them or none. Returns how many.

    Raises `NoTable`, `LinesRefused` with everything to be mended, `TooManyLines`, as `files.keep` and as `write_line`.
    """
    if kind_of(sent) not in TABLES:
        raise NoTable
    # A turn of its own: whoever keeps a workbook waits for one, too, to have it looked into.
    with heavy.taken():
        lines, unread = collect(method_of(report.project), sent.content, table)
    with transaction.atomic():
        version = _open(report, by)
        version.lines.filter(table__in={line.table for line in lines}).delete()
        first = _after(version)
        _write(version, lines, first)
        _check_file(version, lines, unread)
        file = files.keep(version.report, sent, files.Title.LINES, by=by, now=now)
        version.lines.filter(nth__gte=first).update(file=file)
        reckon(version)
    return len(lines)


@transaction.atomic
def revise(*, report: MonitoringReport, by: User, now: datetime) -> ReportVersion:
    """Begins a new version with the lines of the last one.

    Raises `ReportStands`, `NotYourPart`, `NotApproved`, and `TooFewCitizens` of a gathered report.
    """
    found = locked(report, SUBMITTED)
    check_owner(found, by, *DRAFTS)
    if being_drawn := found.versions.filter(frozen_at=None).first():
        return being_drawn
    last = submitted(found)
    assert last is not None, "what is in verification was submitted"
    version = ReportVersion.objects.create(report=found, nth=last.nth + 1, parameters=last.parameters)
    if gathered.is_of(found):
        gathered.draw_anew(version, now=now)
    else:
        _copy(last.lines.order_by("nth"), version)
        reckon(version)
    stand(found, SUBMITTED, now)
    step(found, ReportStepKind.REVISED, by=by, now=now, version=version)
    return version


@transaction.atomic
def withdraw(*, report: MonitoringReport, by: User, words: str, now: datetime) -> MonitoringReport:
    """Gives a report up before it is verified: its days are free again.

    Raises `ReportStands`, `NotYourPart`, and `LinesAreGathered`, since acts are pooled once.
    """
    found = locked(report, DRAFT, SUBMITTED)
    check_owner(found, by, *SUBMITS)
    gathered.check_written(found.project)
    stand(found, ReportStatus.WITHDRAWN, now)
    step(found, ReportStepKind.WITHDRAWN, by=by, now=now, words=words.strip())
    return found


def earlier_lines(report: MonitoringReport) -> list[ReportLine]:
    """Those of the last report before this one in tables whose lines of earlier years count on."""
    history = [table.code for table in method_of(report.project).tables if table.history]
    before = MonitoringReport.objects.filter(
        project=report.project_id,
        ends_on__lt=report.starts_on,
        status__in=[ReportStatus.VERIFIED, ReportStatus.ISSUED],
    )
    last = before.order_by("-ends_on").first() if history else None
    version = submitted(last) if last else None
    return list(version.lines.filter(table__in=history).order_by("nth")) if version else []


def _check_period(project: CarbonProject, starts_on: date, ends_on: date, now: datetime) -> None:
    if not project.credited_from <= starts_on <= ends_on <= project.credited_until or ends_on >= city_day(now):
        raise OutsideReporting(since=day_shown(project.credited_from), until=day_shown(project.credited_until))
    standing = project.reports.standing().filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    if other := standing.order_by("starts_on").first():
        raise PeriodTaken(starts_on=day_shown(other.starts_on), ends_on=day_shown(other.ends_on))


def _open(report: MonitoringReport, by: User) -> ReportVersion:
    """The version to be written in, under the report's lock."""
    found = locked(report, DRAFT, SUBMITTED)
    check_owner(found, by, *DRAFTS)
    gathered.check_written(found.project)
    return draft_of(found)


def _after(version: ReportVersion) -> int:
    return (version.lines.aggregate(last=Max("nth"))["last"] or 0) + 1


def _copy(lines: Iterable[ReportLine], version: ReportVersion) -> None:
    copies = [
        ReportLine(
            version=version,
            nth=nth,
            table=line.table,
            source=line.source,
            starts_on=line.starts_on,
            ends_on=line.ends_on,
            values=line.values,
            units=line.units,
            file_id=line.file_id,
        )
        for nth, line in enumerate(lines, start=1)
    ]
    ReportLine.objects.bulk_create(copies, batch_size=1000)


def _write(version: ReportVersion, lines: Sequence[ReadLine], first: int) -> None:
    if version.lines.count() + len(lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    rows = [
        ReportLine(
            version=version,
            nth=nth,
            table=line.table,
            source=line.source,
            starts_on=line.starts_on,
            ends_on=line.ends_on,
            values=line.values,
            units=line.units,
        )
        for nth, line in enumerate(lines, start=first)
    ]
    ReportLine.objects.bulk_create(rows, batch_size=1000)


def _check_file(version: ReportVersion, lines: Sequence[ReadLine], unread: Sequence[Wrong]) -> None:
    """Raises `LinesRefused` for what could not be read, or is wrong in a line, alone or beside the others."""
    report, every = version.report, list(version.lines.order_by("nth"))
    before = len(every) - len(lines)
    troubles = method_of(report.project).check(stated(report.starts_on, report.ends_on, version.parameters, every))
    called: list[Text | str] = [
        *(there_already(line.nth) for line in every[:before]),
        *(str(line.row) for line in lines),
    ]
    wrongs = [
        lines[trouble.line - before].wrong(trouble.where, in_reader_language(numbered(trouble, called).sentence))
        for trouble in troubles
        if trouble.line is not None and trouble.line >= before
    ]
    if unread or wrongs:
        raise LinesRefused(wrongs=[*unread, *wrongs])
