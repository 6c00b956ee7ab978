"""Which photos prove which acts."""

from activities.models import ActivityPhoto
from evidence.models import Photo


def tie(*, photo: Photo, activity_id: int) -> None:
    """Says that a photo proves an act."""
    ActivityPhoto.objects.get_or_create(photo=photo, activity_id=activity_id)


def tie_too(activity_id: int, *, like: int) -> None:
    """What proves one act proves another that says the same."""
    tied = ActivityPhoto.objects.filter(activity_id=like)
    ActivityPhoto.objects.bulk_create(
        [ActivityPhoto(photo_id=one.photo_id, activity_id=activity_id) for one in tied.order_by("pk")]
    )
