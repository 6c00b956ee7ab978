"""Takes photos in and forgets them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from common.city_time import CITY_ZONE
from common.pictures.cleaning import Unusable
from common.pictures.refusals import UNUSABLE, PhotoTooLarge
from evidence import darkroom
from evidence.developing import Developed
from evidence.models import Photo, PhotoHash
from evidence.purposes import Purpose
from evidence.refusals import TooManyPhotos
from evidence.waking import announce

MOST_A_DAY = 30
ONE_DAY = timedelta(days=1)
DRAFT_LIVES = timedelta(days=7)
DRAFTS_A_ROUND = 500
# Digital cameras that wrote an earlier year did not know the date.
FIRST_YEAR = 1995
MICRODEGREE = Decimal("0.000001")


def take_in(*, citizen: User, content: bytes, purpose: Purpose, now: datetime) -> Photo:
    """Keeps a clean copy of the photo, a draft until it is used. Raises `DomainError`; then nothing is kept."""
    if len(content) > settings.PHOTO_MAX_BYTES:
        raise PhotoTooLarge(megabytes=settings.PHOTO_MAX_BYTES // 1024**2)
    _check_how_many(citizen, now)
    try:
        developed = darkroom.develop(content)
    except Unusable as unusable:
        raise UNUSABLE[unusable.reason] from unusable
    photo = _photo_of(citizen, developed, purpose, now)
    with transaction.atomic():
        # The lock, so that photos sent at the same moment are counted one after the other.
        User.objects.select_for_update(no_key=True).get(pk=citizen.pk)
        _check_how_many(citizen, now)
        photo.file.save("", ContentFile(developed.jpeg), save=False)
        photo.save()
        PhotoHash.objects.bulk_create(_hashes_of(photo, developed))
        announce(photo.pk)
    return photo


def forget(photo: Photo) -> None:
    """Erases a photo with its files and all that was known of it; what it proved stays as it is."""
    names = [file.name for file in (photo.file, photo.thumbnail) if file]
    storage = photo.file.storage
    with transaction.atomic():
        photo.delete()
        transaction.on_commit(lambda: [storage.delete(name) for name in names])


def forget_stale_drafts(*, now: datetime) -> int:
    """Erases photos that were sent a week ago and belong to nothing; returns how many."""
    stale = Photo.objects.drafts().filter(received_at__lt=now - DRAFT_LIVES).order_by("received_at")
    forgotten = 0
    with transaction.atomic():
        for photo in stale.select_for_update(skip_locked=True, of=("self",))[:DRAFTS_A_ROUND]:
            forget(photo)
            forgotten += 1
    return forgotten


def _check_how_many(citizen: User, now: datetime) -> None:
    newest = Photo.objects.of(citizen.pk).order_by("-pk")[:MOST_A_DAY]
    times = list(newest.values_list("received_at", flat=True))
    if len(times) == MOST_A_DAY and times[-1] > now - ONE_DAY:
        raise TooManyPhotos(most=MOST_A_DAY)


def _photo_of(citizen: User, developed: Developed, purpose: Purpose, now: datetime) -> Photo:
    said = developed.said
    return Photo(
        citizen=citizen,
        purpose=purpose.code,
        width=developed.width,
        height=developed.height,
        size_bytes=len(developed.jpeg),
        taken_at=_believed(said.taken_at, now),
        existed_at=_believed(said.existed_at, now),
        latitude=_coordinate(said.latitude),
        longitude=_coordinate(said.longitude),
        is_uniform=developed.is_uniform,
        received_at=now,
    )


def _believed(said: str, now: datetime) -> datetime | None:
    """A camera's time, on the city's clock where it names no other; nothing where it says none or that cannot be."""
    if not said:
        return None
    moment = datetime.fromisoformat(said)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=CITY_ZONE)
    if moment.year < FIRST_YEAR or moment > now + ONE_DAY:
        return None
    # A camera may write an offset that the database does not take.
    return moment.astimezone(UTC)


def _coordinate(degrees: float | None) -> Decimal | None:
    return None if degrees is None else Decimal(degrees).quantize(MICRODEGREE)


def _hashes_of(photo: Photo, developed: Developed) -> list[PhotoHash]:
    """None of a picture that shows nearly nothing: it would look like every other such picture."""
    if photo.is_uniform:
        return []
    return [
        PhotoHash(photo=photo, across=across, down=down, is_whole=place == 0)
        for place, (across, down) in enumerate(developed.hashes)
    ]
