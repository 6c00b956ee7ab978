"""The photo of an offer: redrawn before it is kept, and named for what it holds."""

from enum import StrEnum
from hashlib import sha256

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from common.pictures import darkroom
from common.pictures.cleaning import Unusable
from common.pictures.refusals import UNUSABLE, PhotoTooLarge
from merchants.models import Offer
from merchants.room.drafts import lock_draft

FOLDER = "offer-photos"
MEGABYTE = 1024**2


class Size(StrEnum):
    WHOLE = "whole"
    SMALL = "small"


LONGEST_SIDES_PX = {Size.WHOLE: 1280, Size.SMALL: 320}


def put(*, offer: Offer, content: bytes) -> Offer:
    """Keeps clean copies of a photo for a draft, instead of the one it had. Raises `DomainError`, keeping nothing."""
    if len(content) > settings.PHOTO_MAX_BYTES:
        raise PhotoTooLarge(megabytes=settings.PHOTO_MAX_BYTES // MEGABYTE)
    try:
        copies = darkroom.clean_copies(content, longest_sides_px=list(LONGEST_SIDES_PX.values()))
    except Unusable as unusable:
        raise UNUSABLE[unusable.reason] from unusable
    # The offer's id goes in, so that a name says nothing about whether somebody else has the same picture.
    name = sha256(offer.public_id.encode() + copies[0]).hexdigest()[:32]
    with transaction.atomic():
        locked = lock_draft(offer)
        for size, jpeg in zip(LONGEST_SIDES_PX, copies, strict=True):
            if not default_storage.exists(_path(name, size)):
                default_storage.save(_path(name, size), ContentFile(jpeg))
        return _named(locked, name)


@transaction.atomic
def remove(*, offer: Offer) -> Offer:
    """The drawing stands for a draft again. Raises `NoMoreADraft`."""
    return _named(lock_draft(offer), "")


def forget(name: str) -> None:
    """Removes the files of a photo, once this transaction has ended and no offer names it."""
    if name:
        transaction.on_commit(lambda: _delete(name))


def file_of(offer: Offer, size: Size) -> File:
    """A copy of an offer's photo, opened. Raises `OSError` where it is gone."""
    return default_storage.open(_path(offer.photo, size), "rb")


def _named(locked: Offer, name: str) -> Offer:
    if locked.photo != name:
        forget(locked.photo)
        locked.photo = name
        locked.save(update_fields=["photo"])
    return locked


def _delete(name: str) -> None:
    if not Offer.objects.filter(photo=name).exists():
        for size in Size:
            default_storage.delete(_path(name, size))


def _path(name: str, size: Size) -> str:
    return f"{FOLDER}/{size}/{name}.jpg"
