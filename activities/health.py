"""Whether acts are scored and files are read: what is first in line must change, or be gone, from look to look."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from activities.jobs import place_of
from activities.models import Activity, ImportJob, QueuedAct
from activities.scoring.queue import oldest_pending
from common.health import Part, up_if
from jobs.health import unchanged_for

STANDS_STILL_AFTER = timedelta(seconds=15)
FILE_STANDS_STILL_AFTER = timedelta(minutes=2)
"""A piece of a file takes its time."""


def parts(now: datetime) -> Iterator[Part]:
    """`now` is the database's."""
    yield _scoring(now)
    yield _files(now)


def acts_wait_for_a_budget() -> bool:
    return QueuedAct.objects.filter(waits_since__isnull=False).exists()


def _scoring(now: datetime) -> Part:
    """A long queue that moves is work being done; a short one that stands still is not, whatever its times say."""
    act_id = oldest_pending()
    if act_id is None:
        return Part("scoring", up_if(True), {"oldest_pending_act_s": 0})
    recorded_at = Activity.objects.filter(pk=act_id).values_list("recorded_at", flat=True).first() or now
    stands_for = unchanged_for("activities.wake_scorer", "oldest", act_id, now=now)
    facts = {"oldest_pending_act_s": round(abs(now - recorded_at).total_seconds())}
    return Part("scoring", up_if(stands_for < STANDS_STILL_AFTER), facts)


def _files(now: datetime) -> Part:
    first = ImportJob.objects.unfinished().order_by("pk").values_list("pk", "rows_done").first()
    if first is None:
        return Part("files", up_if(True))
    stands_for = unchanged_for("activities.wake_reader", "oldest", place_of(*first), now=now)
    return Part(
        "files", up_if(stands_for < FILE_STANDS_STILL_AFTER), {"stands_still_s": round(stands_for.total_seconds())}
    )
