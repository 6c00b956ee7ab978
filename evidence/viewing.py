"""Addresses of photos: signed for one viewer, and dead after an hour or two."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.core import signing
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from accounts.models import User
from evidence.models import Photo

LEAST_LIFE = timedelta(hours=1)
MARK = "."


class Size(StrEnum):
    WHOLE = "whole"
    THUMBNAIL = "thumbnail"


def address_of(photo: Photo, size: Size, *, viewer: User, now: datetime) -> str:
    """Where this viewer, and nobody else, sees the photo. Whoever calls has made sure that they may.

    It ends at a full hour, so that pages shown again within that time name the same address and the browser keeps it.
    """
    ends_at = (now + LEAST_LIFE).replace(minute=0, second=0, microsecond=0) + LEAST_LIFE
    plain = MARK.join((photo.public_id, size, str(int(ends_at.timestamp()))))
    return reverse("evidence:photo", args=[_signer(viewer).sign(plain)])


def file_at(address: str, *, viewer: User, now: datetime) -> tuple[FieldFile, datetime] | None:
    """The file behind an address and until when it may be kept; nothing where the address is not this viewer's."""
    try:
        public_id, size, seconds = _signer(viewer).unsign(address).split(MARK)
    except signing.BadSignature:
        return None
    ends_at = datetime.fromtimestamp(int(seconds), UTC)
    photo = Photo.objects.filter(public_id=public_id).first() if now < ends_at else None
    if photo is None:
        return None
    # Until the worker has made the small one, the whole one stands in for it.
    return (photo.thumbnail or photo.file) if size == Size.THUMBNAIL else photo.file, ends_at


def _signer(viewer: User) -> signing.Signer:
    # The tilde needs no escape in an address.
    return signing.Signer(salt=f"evidence.viewing {viewer.public_id}", sep="~")
