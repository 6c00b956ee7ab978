"""Which jobs are due, and who runs them: a scheduler announces, a worker takes the row under its lock.

Times are compared in both directions. After the clock was set back, a run stands further ahead than its job's interval
and is due at once; a run that was started in the future is lost. So no job waits for a time that comes only tomorrow.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from jobs.models import Outcome, Run
from jobs.refusals import UnderWay
from jobs.timetable import Did, Job

ANNOUNCED_AGAIN_AFTER = timedelta(seconds=5)
"""A message may be lost with the broker; a message too many is a look at a row."""
TRIED_AGAIN_AFTER = timedelta(seconds=10)
"""What failed once; with each further failure in a row twice as long."""
LONGEST_PAUSE = timedelta(minutes=10)
DOUBLINGS = 6
READ_BEFORE = timedelta(seconds=10)
"""Somebody's moment may be read a little before another's: only what is further ahead says that the clock went back."""


def database_now() -> datetime:
    """The moment by the database's clock, also within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment


def announce(jobs: Sequence[Job], *, now: datetime) -> list[str]:
    """The names of those jobs of which the workers are to be told now; whoever asks next is not told the same.

    A job that has no row yet gets one and is due at once. One statement for all; of two schedulers one gets a name.
    """
    _plan(jobs, now)
    _give_up_lost(jobs, now)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE jobs_run AS run SET announced_at = %(now)s
            FROM unnest(%(names)s::text[], %(every_s)s::float[]) AS job (name, every_s)
            WHERE run.job = job.name AND run.started_at IS NULL
              AND (run.due_at <= %(now)s OR run.due_at > %(ahead)s + make_interval(secs => job.every_s))
              AND (run.announced_at IS NULL OR run.announced_at > %(ahead)s
                   OR run.announced_at <= %(now)s - make_interval(secs => %(again_s)s))
              AND NOT EXISTS (
                  SELECT FROM jobs_run AS other
                  WHERE other.job = job.name AND other.started_at IS NOT NULL AND other.ended_at IS NULL
              )
            RETURNING run.job
            """,
            {
                "now": now,
                "ahead": now + READ_BEFORE,
                "again_s": ANNOUNCED_AGAIN_AFTER.total_seconds(),
                "names": [job.name for job in jobs],
                "every_s": [job.every.total_seconds() for job in jobs],
            },
        )
        return sorted(name for (name,) in cursor.fetchall())


def bring_forward(job: Job, *, now: datetime) -> None:
    """Has a job done at once that would wait for its time; a scheduler announces it. Raises `UnderWay`."""
    with transaction.atomic():
        _plan([job], now)
        # Whoever takes it locks the same row.
        Run.objects.waiting().select_for_update().get(job=job.name)
        if Run.objects.under_way().filter(job=job.name).exists():
            raise UnderWay
        _wait_no_longer_than(job, now)


def take(job: Job, *, now: datetime) -> Run | None:
    """The due run of a job, started and the caller's to do; `None` where there is none or somebody else has it.

    The run after it waits from then on. While a run is under way there is no other, until it is given up for lost.
    """
    is_due = Q(due_at__lte=now) | Q(due_at__gt=now + job.every + READ_BEFORE)
    with transaction.atomic():
        run = Run.objects.waiting().filter(is_due, job=job.name).select_for_update(skip_locked=True).first()
        if run is None or Run.objects.under_way().filter(job=job.name).exists():
            return None
        run.started_at = now
        run.save(update_fields=["started_at"])
        Run.objects.create(job=job.name, due_at=now + job.every)
    return run


def end(run: Run, job: Job, did: Did, *, now: datetime) -> None:
    """A run has done its work; where it left some, the next one is due at once."""
    _end(run, Outcome.DONE, did, now)
    if did.more:
        _wait_no_longer_than(job, now)


def fail(run: Run, job: Job, error: Exception, *, now: datetime) -> None:
    """A run has failed; the job is tried again sooner than it would be due, and later each time."""
    _end(run, Outcome.FAILED, Did({"error": type(error).__name__}), now)
    pause = TRIED_AGAIN_AFTER * 2 ** min(_failures_in_a_row(job) - 1, DOUBLINGS)
    _wait_no_longer_than(job, now + min(pause, LONGEST_PAUSE, job.every))


def _plan(jobs: Iterable[Job], now: datetime) -> None:
    planned = set(Run.objects.waiting().values_list("job", flat=True))
    new = [Run(job=job.name, due_at=now) for job in jobs if job.name not in planned]
    if new:
        Run.objects.bulk_create(new, ignore_conflicts=True)


def _give_up_lost(jobs: Iterable[Job], now: datetime) -> None:
    """Whoever took a run and has said nothing for longer than it may take does not come back: it is due again."""
    named = {job.name: job for job in jobs}
    for run in Run.objects.under_way().filter(job__in=named):
        job = named[run.job]
        assert run.started_at is not None
        if not now - job.within <= run.started_at <= now + READ_BEFORE:
            _end(run, Outcome.LOST, Did({}), now)
            _wait_no_longer_than(job, now)


def _end(run: Run, outcome: Outcome, did: Did, now: datetime) -> None:
    """Only of a run that has not ended: one that was given up for lost stays so."""
    Run.objects.under_way().filter(pk=run.pk).update(ended_at=now, outcome=outcome, facts=dict(did.facts))


def _wait_no_longer_than(job: Job, moment: datetime) -> None:
    Run.objects.waiting().filter(job=job.name, due_at__gt=moment).update(due_at=moment)


def _failures_in_a_row(job: Job) -> int:
    outcomes = Run.objects.ended().filter(job=job.name).order_by("-pk").values_list("outcome", flat=True)
    failures = 0
    for outcome in outcomes[: DOUBLINGS + 1]:
        if outcome == Outcome.DONE:
            break
        failures += 1
    return failures
