"""Makes small pictures for lists, by the worker; a photo that has none is found again."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from PIL import Image

from common.absence import absence_in
from evidence.models import Photo

LONGEST_SIDE_PX = 480


def make_thumbnail(photo_id: int) -> None:
    """Makes the small picture where there is none yet; of two workers one leaves at once.

    A try is counted first, in a transaction of its own: a picture that ends its worker is not tried for ever. One that
    failed for want of room does not count.
    """
    if not Photo.objects.without_thumbnail().filter(pk=photo_id).update(thumbnail_tries=F("thumbnail_tries") + 1):
        return
    try:
        _make(photo_id)
    except Exception as error:
        if absence_in(error):
            Photo.objects.filter(pk=photo_id).update(thumbnail_tries=F("thumbnail_tries") - 1)
        raise


def _make(photo_id: int) -> None:
    with transaction.atomic():
        photo = Photo.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=photo_id).first()
        if photo is None or photo.thumbnail:
            return
        photo.thumbnail.save("", ContentFile(_small(photo)), save=False)
        photo.save(update_fields=["thumbnail"])


def _small(photo: Photo) -> bytes:
    made = BytesIO()
    with photo.file.open("rb") as file, Image.open(file, formats=["JPEG"]) as picture:
        picture.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX), Image.Resampling.LANCZOS)
        picture.save(made, "JPEG", quality=80, optimize=True)
    return made.getvalue()
