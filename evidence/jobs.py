"""The jobs of this app: small pictures are made that no message announced, photos that were never used forgotten."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evidence import photos, waking
from evidence.models import Photo
from jobs.timetable import A_MOMENT, Did, Job, Lane

PHOTOS_A_ROUND = 100


def wake_thumbnails() -> Did:
    """Finds photos whose message was lost."""
    waiting = list(Photo.objects.without_thumbnail().order_by("pk").values_list("pk", flat=True)[:PHOTOS_A_ROUND])
    waking.wake(waiting)
    return Did({"waiting": len(waiting)})


def forget_stale_photos() -> Did:
    """Erases photos that were sent and never used."""
    return Did({"forgotten": photos.forget_stale_drafts(now=timezone.now())})


JOBS = [
    Job(
        "evidence.wake_thumbnails",
        wake_thumbnails,
        title=_("Small pictures of photos are made"),
        every=timedelta(seconds=10),
        within=A_MOMENT,
        lane=Lane.CLOCK,
    ),
    Job(
        "evidence.forget_stale_photos",
        forget_stale_photos,
        title=_("Photos that nobody used are forgotten"),
        every=timedelta(hours=1),
    ),
]
