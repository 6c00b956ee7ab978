"""Which photos prove which acts."""

from activities.models import ActivityPhoto
from evidence.models import Photo


def tie(*, photo: Photo, activity_id: int) -> None:
    """Says that a photo proves an act."""
    ActivityPhoto.objects.get_or_create(photo=photo, activity_id=activity_id)
