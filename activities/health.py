"""Whether acts are scored: what is first in line must change, or be gone, from look to look."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from activities.models import Activity, QueuedAct
from activities.scoring.queue import oldest_pending
from common.health import Part, up_if
from jobs.health import unchanged_for

PARTS = ("scoring",)
STANDS_STILL_AFTER = timedelta(seconds=15)


def parts(now: datetime) -> Iterator[Part]:
    """`now` is the database's."""
    yield _scoring(now)


def acts_wait_for_a_budget() -> bool:
    return QueuedAct.objects.waiting_for_budget().exists()


def _scoring(now: datetime) -> Part:
    """A long queue that moves is work being done; a short one that stands still is not, whatever its times say."""
    act_id = oldest_pending()
    if act_id is None:
        return Part("scoring", up_if(True), {"oldest_pending_act_s": 0})
    recorded_at = Activity.objects.filter(pk=act_id).values_list("recorded_at", flat=True).first() or now
    stands_for = unchanged_for("activities.wake_scorer", "oldest", act_id, now=now)
    facts = {"oldest_pending_act_s": round(abs(now - recorded_at).total_seconds())}
    return Part("scoring", up_if(stands_for < STANDS_STILL_AFTER), facts)
