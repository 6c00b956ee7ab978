"""Reads an uploaded file in pieces, each a transaction of its own; whoever continues takes up after the last row."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from accounts.models import User
from activities import intake
from activities.gate.drafts import Draft
from activities.intake import Outcome, Recorded, Refused, Repeated
from channels.files.formats import recognition
from channels.files.formats.registry import all_formats
from channels.files.formats.rows import Rows
from channels.files.formats.table import Line, Table
from channels.files.models import ImportJob, ImportRow, JobStatus, RowOutcome
from channels.files.refusals import FileLost, FileUnread
from channels.files.way_in import WAY_IN
from common.errors import DomainError

ROWS_A_PIECE = 500


def read_piece(job_id: int, *, now: datetime) -> bool:
    """Settles the next rows of a file; returns whether there are more.

    Locks the job first, so that of two readers one leaves at once; the gate's locks come after.
    """
    with transaction.atomic():
        job = ImportJob.objects.unfinished().select_for_update(skip_locked=True, of=("self",)).filter(pk=job_id).first()
        if job is None:
            return False
        try:
            read = _stored(job)
        except DomainError as error:
            _close(job, JobStatus.REFUSED, now, error)
            return False
        piece = read.lines[job.rows_done : job.rows_done + ROWS_A_PIECE]
        rows = _settle(job, read, piece, now)
        ImportRow.objects.bulk_create(rows)
        _advance(job, rows, now)
        return job.is_unfinished


def give_up(job_id: int, *, now: datetime) -> None:
    """Closes a file that cannot be read on, so that it does not stand in the way of others; what was read stays."""
    with transaction.atomic():
        job = ImportJob.objects.unfinished().select_for_update(of=("self",)).filter(pk=job_id).first()
        if job is not None:
            _close(job, JobStatus.REFUSED, now, FileUnread())


def _stored(job: ImportJob) -> Table:
    """The table of the stored file. Raises `DomainError`; another `OSError` where the disk is away, not the file."""
    try:
        with job.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise FileLost from error
    if sha256(content).hexdigest() != job.sha256:
        raise FileLost
    _format, read = recognition.read(content, {job.format_code: all_formats()[job.format_code]})
    return read


def _settle(job: ImportJob, read: Table, piece: Sequence[Line], now: datetime) -> list[ImportRow]:
    """What came of each line, in their order; the drafts go through the gate together."""
    file_format = all_formats()[job.format_code]
    rows = file_format.rows(read)
    outcomes: dict[int, Outcome | None] = {}
    drafts: dict[int, Draft] = {}
    for line in piece:
        try:
            draft = file_format.draft(rows.of(line))
        except DomainError as error:
            outcomes[line.number] = Refused(error)
        else:
            outcomes[line.number] = None
            if draft is not None:
                drafts[line.number] = draft
    recorded = intake.record(
        citizen=User.objects.get(pk=job.citizen_id),
        drafts=list(drafts.values()),
        channel=WAY_IN,
        evidence=file_format.evidence,
        now=now,
    )
    outcomes.update(zip(drafts, recorded, strict=True))
    return [_row(job, rows, line, outcomes[line.number]) for line in piece]


def _row(job: ImportJob, rows: Rows, line: Line, outcome: Outcome | None) -> ImportRow:
    row = ImportRow(job=job, line=line.number)
    match outcome:
        case None:
            row.outcome = RowOutcome.PASSED_OVER
        case Recorded(activity):
            row.outcome, row.activity = RowOutcome.RECORDED, activity
        case Repeated(activity):
            row.outcome, row.activity = RowOutcome.REPEATED, activity
        case Refused(error):
            row.outcome, row.refusal, row.facts = RowOutcome.REFUSED, error.code, dict(error.facts)
            if column := rows.claims.get(error.facts.get("field", "")):
                row.facts["column"] = rows.called(column)
            row.cells = rows.read.shown(line)
    return row


def _advance(job: ImportJob, rows: Sequence[ImportRow], now: datetime) -> None:
    counted = Counter(row.outcome for row in rows)
    job.recorded += counted[RowOutcome.RECORDED]
    job.repeated += counted[RowOutcome.REPEATED]
    job.refused += counted[RowOutcome.REFUSED]
    job.passed_over += counted[RowOutcome.PASSED_OVER]
    job.rows_done += len(rows)
    # None are left: a release of the portal may find fewer acts in a file than the one that took it in.
    if job.rows_done >= job.rows_total or not rows:
        _close(job, JobStatus.DONE, now)
    else:
        job.status = JobStatus.READING
        job.save()


def _close(job: ImportJob, status: JobStatus, now: datetime, error: DomainError | None = None) -> None:
    job.status, job.finished_at = status, now
    if error is not None:
        job.refusal, job.facts = error.code, dict(error.facts)
    job.save()
