"""Whether files are read: the first in line must get on, or be gone, from look to look."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from channels.files.jobs import place_of
from channels.files.models import ImportJob
from common.health import Part, up_if
from jobs.health import unchanged_for

PARTS = ("files",)
STANDS_STILL_AFTER = timedelta(minutes=2)
"""A piece of a file takes its time."""


def parts(now: datetime) -> Iterator[Part]:
    """`now` is the database's."""
    first = ImportJob.objects.unfinished().order_by("pk").values_list("pk", "rows_done").first()
    if first is None:
        yield Part("files", up_if(True))
        return
    stands_for = unchanged_for("files.wake_reader", "oldest", place_of(*first), now=now)
    yield Part("files", up_if(stands_for < STANDS_STILL_AFTER), {"stands_still_s": round(stands_for.total_seconds())})
