"""An event is begun, and its plan or what was emitted is written: facts, lines, factors, measures, files."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from common.city_time import city_day
from common.texts import in_reader_language
from common.turns import heavy
from methodologies.base import Text
from methodologies.events.neutrality import EVENT
from methodologies.projects.asked import Table
from methodologies.projects.stated import Line
from methodologies.projects.troubles import Trouble
from projects.documents.keeping import keep
from projects.documents.kinds import Sent, kind_of
from projects.events.deeds import DRAFTS, being_written, check_drafts, locked, published, stand, step
from projects.events.reckoning import reckon, report_of
from projects.events.refusals import BeginsTooLate, NotOverYet, OverAlready, TookPlace
from projects.models import (
    DocumentVersion,
    Event,
    EventLine,
    EventStatus,
    EventStepKind,
    EventVersion,
    FileKind,
    Organisation,
    Phase,
)
from projects.monitoring.reading.cells import Wrong
from projects.monitoring.reading.lines import ReadLine
from projects.monitoring.reading.whole import collect
from projects.monitoring.reckoning import numbered, there_already
from projects.organisations.access import check_acts
from projects.refusals import LinesRefused, NoTable, SameDocument, TooManyLines
from projects.registry.ordering import for_all

TABLES = (FileKind.XLSX, FileKind.CSV)
MOST_LINES = 1000
MOST_DAYS, MOST_YEARS_AHEAD = 366, 3
LINES_TITLE = "排放数据"
DRAFT, PLANNED, MEASURED, NEUTRAL = (
    *(EventStatus.DRAFT, EventStatus.PLANNED),
    *(EventStatus.MEASURED, EventStatus.NEUTRAL),
)
WRITTEN = (DRAFT, PLANNED, MEASURED, NEUTRAL)


class Facts(NamedTuple):
    """What an event is, as its organiser says."""

    name: Text
    kind: str
    venue: str
    district: str
    starts_on: date
    ends_on: date
    people: int


@transaction.atomic
def begin(*, owner: Organisation, facts: Facts, by: User, now: datetime) -> Event:
    """Begins an event with an empty plan.

    Raises `NotYourPart`, `NotApproved`, `PersonalNumber`, `OverAlready`, `BeginsTooLate`.
    """
    check_acts(owner, by, *DRAFTS)
    _check_facts(facts, now)
    event = Event.objects.create(owner=owner, begun_by=by, begun_at=now, moved_at=now, **facts._asdict())
    version = EventVersion.objects.create(event=event, phase=Phase.PLAN, nth=1, people=facts.people)
    reckon(version)
    step(event, EventStepKind.BEGUN, by=by, now=now, version=version)
    return event


@transaction.atomic
def change(*, event: Event, facts: Facts, by: User, now: datetime) -> Event:
    """Changes what the event is, before its plan is published.

    Raises `EventStands`, `NotYourPart`, `NotApproved`, `PersonalNumber`, `OverAlready`, `BeginsTooLate`.
    """
    found = locked(event, DRAFT)
    check_drafts(found, by)
    _check_facts(facts, now)
    for name, value in facts._asdict().items():
        setattr(found, name, value)
    found.save(update_fields=facts._fields)
    version = being_written(found)
    version.people = facts.people
    version.save(update_fields=["people"])
    reckon(version)
    return found


@transaction.atomic
def write_line(*, event: Event, line: Line, by: User) -> tuple[Trouble, ...]:
    """Adds a line that was typed; nothing where something is to be mended in it, which is returned.

    Raises `EventStands`, `NotYourPart`, `NotApproved`, `NothingBeingWritten`, `TooManyLines`.
    """
    version = _open(event, by)
    if troubles := EVENT.check_line(line):
        return troubles
    if version.lines.count() >= MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    starts_on, ends_on = date.fromisoformat(line.starts_on), date.fromisoformat(line.ends_on)
    values = {name: str(value) for name, value in line.values.items()}
    made = ReadLineParts(line.table, line.source, starts_on, ends_on, values, dict(line.units))
    EventLine.objects.create(version=version, nth=_after(version), **made._asdict())
    reckon(version)
    return ()


class ReadLineParts(NamedTuple):
    """What every line says, wherever it was read."""

    table: str
    source: str
    starts_on: date
    ends_on: date
    values: dict[str, str]
    units: dict[str, str]


@transaction.atomic
def remove_line(*, event: Event, nth: int, by: User) -> None:
    """Raises as `write_line`. A line that is gone already is gone."""
    version = _open(event, by)
    version.lines.filter(nth=nth).delete()
    reckon(version)


@transaction.atomic
def state_factors(*, event: Event, given: Mapping[str, Any], by: User) -> EventVersion:
    """Keeps the event's own factors, each with its document. Raises as `write_line`."""
    version = _open(event, by)
    version.parameters = {"given": dict(given), "chosen": {}}
    version.save(update_fields=["parameters"])
    return reckon(version)


@transaction.atomic
def say(*, event: Event, measures: str, people: int, by: User) -> EventVersion:
    """Keeps what is done to emit less, and how many people come or came.

    Raises `PersonalNumber`, and as `write_line`.
    """
    version = _open(event, by)
    version.measures, version.people = for_all(measures), people
    version.save(update_fields=["measures", "people"])
    return version


def take_file(*, event: Event, table: Table, sent: Sent, by: User, now: datetime) -> int:
    """Takes the lines of a file instead of those that its tables had; all of them or none. Returns how many.

    Raises `NoTable`, `LinesRefused` with everything to be mended, `TooManyLines`, and as `write_line`.
    """
    if kind_of(sent) not in TABLES:
        raise NoTable
    with heavy.taken():
        lines, unread = collect(EVENT, sent.content, table)
    with transaction.atomic():
        version = _open(event, by)
        version.lines.filter(table__in={line.table for line in lines}).delete()
        first = _after(version)
        _write(version, lines, first)
        _check_file(version, lines, unread)
        file = _kept(version.event, sent, by, now)
        version.lines.filter(nth__gte=first).update(file=file)
        reckon(version)
    return len(lines)


@transaction.atomic
def revise(*, event: Event, by: User, now: datetime) -> EventVersion:
    """Begins a new version: of the plan until the event is over, then of what was, with the lines of the last one.

    Raises `EventStands`, `NotYourPart`, `NotApproved`.
    """
    found = locked(event, PLANNED, MEASURED, NEUTRAL)
    check_drafts(found, by)
    phase = Phase.ACTUAL if city_day(now) > found.ends_on else Phase.PLAN
    open_one = found.versions.filter(frozen_at=None).first()
    if open_one and open_one.phase == phase:
        return open_one
    if open_one:
        # A plan that was not published in time: its lines go on as what was.
        open_one.phase, open_one.nth = phase, 1
        open_one.save(update_fields=["phase", "nth"])
        return open_one
    last = published(found, phase) or published(found, Phase.PLAN)
    assert last is not None, "what is planned was published"
    nth = last.nth + 1 if last.phase == phase else 1
    version = EventVersion.objects.create(
        event=found, phase=phase, nth=nth, parameters=last.parameters, measures=last.measures, people=last.people
    )
    _copy(last.lines.order_by("nth"), version)
    reckon(version)
    step(found, EventStepKind.REVISED, by=by, now=now, version=version)
    return version


@transaction.atomic
def call_off(*, event: Event, words: str, by: User, now: datetime) -> Event:
    """Gives an event up before anything was emitted: a plan that everybody reads, until its last day is over.

    Raises `EventStands`, `NotYourPart`, `NotApproved`, `PersonalNumber`, `TookPlace`.
    """
    found = locked(event, DRAFT, PLANNED)
    check_drafts(found, by)
    if found.status == PLANNED and city_day(now) > found.ends_on:
        raise TookPlace(day=found.ends_on.isoformat())
    stand(found, EventStatus.CALLED_OFF, now)
    step(found, EventStepKind.CALLED_OFF, by=by, now=now, words=for_all(words))
    return found


def check_over(event: Event, now: datetime) -> None:
    """Raises `NotOverYet`."""
    if city_day(now) <= event.ends_on:
        raise NotOverYet(day=event.ends_on.isoformat())


def _check_facts(facts: Facts, now: datetime) -> None:
    for_all("\n".join([*facts.name.values(), facts.venue]))
    _check_days(facts, now)


def _check_days(facts: Facts, now: datetime) -> None:
    if facts.ends_on < city_day(now):
        raise OverAlready(day=facts.ends_on.isoformat())
    latest = city_day(now) + timedelta(days=MOST_DAYS * MOST_YEARS_AHEAD)
    if (facts.ends_on - facts.starts_on).days >= MOST_DAYS or facts.starts_on > latest:
        raise BeginsTooLate(most=MOST_DAYS, years=MOST_YEARS_AHEAD)


def _open(event: Event, by: User) -> EventVersion:
    """The version to be written in, under the event's lock."""
    found = locked(event, *WRITTEN)
    check_drafts(found, by)
    return being_written(found)


def _after(version: EventVersion) -> int:
    return (version.lines.aggregate(last=Max("nth"))["last"] or 0) + 1


def _copy(lines: Iterable[EventLine], version: EventVersion) -> None:
    copies = [
        EventLine(version=version, nth=nth, file_id=line.file_id, **_parts(line)._asdict())
        for nth, line in enumerate(lines, start=1)
    ]
    EventLine.objects.bulk_create(copies, batch_size=1000)


def _write(version: EventVersion, lines: Sequence[ReadLine], first: int) -> None:
    if version.lines.count() + len(lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    rows = [
        EventLine(version=version, nth=nth, **_parts(line)._asdict()) for nth, line in enumerate(lines, start=first)
    ]
    EventLine.objects.bulk_create(rows, batch_size=1000)


def _parts(line: EventLine | ReadLine) -> ReadLineParts:
    return ReadLineParts(line.table, line.source, line.starts_on, line.ends_on, line.values, line.units)


def _kept(event: Event, sent: Sent, by: User, now: datetime) -> DocumentVersion:
    """The very file that was kept last is not kept twice."""
    try:
        return keep(sent, LINES_TITLE, event, by, now=now)
    except SameDocument:
        return DocumentVersion.objects.filter(document__event=event, document__title=LINES_TITLE).latest("number")


def _check_file(version: EventVersion, lines: Sequence[ReadLine], unread: Sequence[Wrong]) -> None:
    """Raises `LinesRefused` for what could not be read, or is wrong in a line, alone or beside the others."""
    every = list(version.lines.order_by("nth"))
    before = len(every) - len(lines)
    called: list[Text | str] = [
        *(there_already(line.nth) for line in every[:before]),
        *(str(each.row) for each in lines),
    ]
    wrongs = [
        lines[trouble.line - before].wrong(trouble.where, in_reader_language(numbered(trouble, called).sentence))
        for trouble in EVENT.check(report_of(version.event, version.parameters, every))
        if trouble.line is not None and trouble.line >= before
    ]
    if unread or wrongs:
        raise LinesRefused(wrongs=[*unread, *wrongs])
