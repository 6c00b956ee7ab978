"""Takes a photo of an odometer as evidence: taken just now, as far as it says so, and never used before."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from channels.household.refusals import StalePhoto
from evidence.models import Photo
from evidence.using import put_to_use

FRESH = timedelta(minutes=10)


def use_odometer_photo(*, photo: Photo, now: datetime) -> Photo:
    """The photo, in use; its reading holds for the moment at which it was received. Raises `DomainError`.

    Call it in a transaction, before its other locks.
    """
    if photo.taken_at is not None and abs(photo.received_at - photo.taken_at) > FRESH:
        raise StalePhoto(at=photo.taken_at.isoformat())
    if photo.existed_at is not None and photo.received_at - photo.existed_at > FRESH:
        raise StalePhoto(at=photo.existed_at.isoformat())
    return put_to_use(photo=photo, now=now)


def tell_their_time(shown: Iterable[Photo | None]) -> bool:
    """Whether each photo says when it was taken. One that does not may be of any day: a person looks at it."""
    return all(photo is not None and photo.taken_at is not None for photo in shown)
