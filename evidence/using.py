"""Puts a photo to use as evidence: each picture once, whoever sends it."""

from datetime import datetime

from evidence import likeness
from evidence.models import Photo
from evidence.refusals import SamePhoto, ShowsNothing


def put_to_use(*, photo: Photo, now: datetime, looked_at: bool = False) -> Photo:
    """The photo, in use. Of two copies sent at the same moment the second is refused.

    A picture that shows nearly nothing has no look by which a copy of it is found; it proves something only where
    somebody will have `looked_at` it. Call it in a transaction, before its other locks, and not in the one in which the
    photo was taken in. Raises `SamePhoto` where this very picture proves something else, `ShowsNothing`.
    """
    likeness.hold_with_look_alikes(photo)
    photo = Photo.objects.get(pk=photo.pk)
    if photo.used_at is not None or likeness.look_alikes(photo):
        raise SamePhoto
    if photo.is_uniform and not looked_at:
        raise ShowsNothing
    photo.used_at = now
    photo.save(update_fields=["used_at"])
    return photo
