"""Whether scheduled work is done: announced by a scheduler, taken by a worker, ended well.

A time that lies in the future says as little as one long past: the clock was set back since.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from common.health import Part, State, up_if
from jobs.models import Outcome, Run
from jobs.timetable import every_job

PARTS = ("scheduler", "worker", "jobs")
TICKED_WITHIN = timedelta(seconds=15)
"""Some job is due every five seconds, so that a scheduler at work announces as often."""
TAKEN_WITHIN = timedelta(seconds=15)


class Seen(NamedTuple):
    """What the table says of a job: the run that waits, the last that ended, and the last that did not end well."""

    name: str
    due_at: datetime | None
    announced_at: datetime | None
    """The waiting run, where the workers were told of it."""
    last_announced_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    facts: Mapping[str, object] | None
    failed_at: datetime | None
    failure: Mapping[str, object] | None
    started_at: datetime | None
    """The last run that ended."""
    run: int | None
    """Its number."""
    under_way_since: datetime | None

    @property
    def is_failing(self) -> bool:
        return self.outcome is not None and self.outcome != Outcome.DONE


def parts(now: datetime) -> Iterator[Part]:
    """`now` is the database's."""
    seen = look()
    scheduler = _scheduler(seen, now)
    yield scheduler
    yield _worker(seen, now, is_told=scheduler.state == State.UP)
    yield _jobs(seen)


def look() -> list[Seen]:
    """Every job as the table has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT job.name, waiting.due_at, waiting.announced_at, last.announced_at, last.ended_at, last.outcome,
                   last.facts::text::json, failed.ended_at, failed.facts::text::json, last.started_at, last.id,
                   under_way.started_at
            FROM unnest(%s::text[]) AS job (name)
            LEFT JOIN jobs_run AS waiting ON waiting.job = job.name AND waiting.started_at IS NULL
            LEFT JOIN LATERAL (
                SELECT * FROM jobs_run WHERE job = job.name AND ended_at IS NOT NULL ORDER BY id DESC LIMIT 1
            ) AS last ON true
            LEFT JOIN LATERAL (
                SELECT * FROM jobs_run WHERE job = job.name AND ended_at IS NOT NULL AND outcome <> 'done'
                ORDER BY id DESC LIMIT 1
            ) AS failed ON true
            LEFT JOIN LATERAL (
                SELECT * FROM jobs_run WHERE job = job.name AND started_at IS NOT NULL AND ended_at IS NULL LIMIT 1
            ) AS under_way ON true
            """,
            [sorted(every_job())],
        )
        return [Seen(*row) for row in cursor.fetchall()]


def is_failing(job: str) -> bool:
    """Whether the last run of a job did not end well."""
    last = Run.objects.ended().filter(job=job).order_by("-pk").first()
    return last is not None and last.outcome != Outcome.DONE


def unchanged_for(job: str, fact: str, value: object, *, now: datetime) -> timedelta:
    """How long the last runs of a job have said the same of a fact, up to now; zero where the last said another."""
    since = now
    for run in Run.objects.ended().filter(job=job, outcome=Outcome.DONE).order_by("-pk")[:30]:
        if run.facts.get(fact) != value:
            break
        assert run.ended_at is not None
        since = min(since, run.ended_at)
    return now - since


def _scheduler(seen: Sequence[Seen], now: datetime) -> Part:
    ticked_at = max(filter(None, [moment for job in seen for moment in job[2:4]]), default=None)
    ago = abs(now - ticked_at) if ticked_at else None
    facts = {"last_tick_s": None if ago is None else round(ago.total_seconds())}
    return Part("scheduler", up_if(ago is not None and ago <= TICKED_WITHIN), facts)


def _worker(seen: Sequence[Seen], now: datetime, *, is_told: bool) -> Part:
    """A worker is known by what it takes; where nobody tells it of anything, nobody knows."""
    left = [job.name for job in seen if job.announced_at and job.due_at and abs(now - job.due_at) > TAKEN_WITHIN]
    state = State.DOWN if left else State.UP if is_told else State.UNKNOWN
    return Part("worker", state, {"not_taken": left})


def _jobs(seen: Sequence[Seen]) -> Part:
    failing = [job.name for job in seen if job.is_failing]
    failures = [(job.failed_at, job.name, job.failure or {}) for job in seen if job.failed_at]
    failed_at, name, failure = max(failures, default=(None, None, {}))
    facts = {
        "failing": failing,
        "last_failure": {"job": name, "at": failed_at, **failure} if name else None,
        "last_runs": {
            job.name: {"ended_at": job.ended_at, "outcome": job.outcome, "due_at": job.due_at, **(job.facts or {})}
            for job in seen
        },
    }
    return Part("jobs", up_if(not failing), facts)
