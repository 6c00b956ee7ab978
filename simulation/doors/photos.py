"""Photos are sent, and reported with."""

from datetime import datetime
from decimal import Decimal

from accounts.models import User
from channels.household.photo_purposes import METER, ODOMETER
from channels.photo_reports import reporting
from channels.photo_reports.models import PhotoReport, PlaceSource
from channels.photo_reports.photo_purposes import PHOTO_REPORT
from channels.photo_reports.places import Place
from evidence import photos, thumbnails
from evidence.models import Photo
from evidence.purposes import Purpose

__all__ = ["METER", "ODOMETER", "PHOTO_REPORT", "report", "take_in"]


def take_in(*, citizen: User, content: bytes, purpose: Purpose, now: datetime) -> Photo:
    """With its thumbnail, which a worker would make."""
    photo = photos.take_in(citizen=citizen, content=content, purpose=purpose, now=now)
    thumbnails.make_thumbnail(photo.pk)
    return photo


def report(
    *, photo: Photo, category: str, words: str, latitude: Decimal, longitude: Decimal, now: datetime
) -> PhotoReport:
    return reporting.send(
        photo=photo,
        category=category,
        words=words,
        place=Place(latitude, longitude),
        place_source=PlaceSource.MAP,
        despite_nearby=True,
        now=now,
    )
