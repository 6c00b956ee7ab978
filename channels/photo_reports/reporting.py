"""Sends a photo report: the photo becomes evidence, and the desk finds it in its list."""

from datetime import datetime

from django.db import transaction

from channels.photo_reports import refusals
from channels.photo_reports.models import PhotoReport, PlaceSource
from channels.photo_reports.places import RECENT, Place, is_in_the_city, reports_near
from evidence.models import Photo
from evidence.refusals import SamePhoto
from evidence.using import put_to_use


def send(
    *,
    photo: Photo,
    category: str,
    words: str,
    place: Place | None,
    place_source: PlaceSource,
    despite_nearby: bool,
    now: datetime,
) -> PhotoReport:
    """The report, in its photo's citizen's name. Sending the same photo twice returns the first report.

    Raises `DomainError`; the photo then stays a draft. Of two copies sent at the same moment the second is refused.
    """
    with transaction.atomic():
        try:
            photo = put_to_use(photo=photo, now=now, looked_at=True)
        except SamePhoto:
            sent = PhotoReport.objects.filter(photo=photo).first()
            if sent is None:
                raise
            return sent
        if place is not None:
            _check_place(place, despite_nearby, now)
        return PhotoReport.objects.create(
            citizen_id=photo.citizen_id,
            photo=photo,
            category=category,
            words=words,
            latitude=place.latitude if place else None,
            longitude=place.longitude if place else None,
            place_source=_source(photo, place, place_source),
            sent_at=now,
        )


def _check_place(place: Place, despite_nearby: bool, now: datetime) -> None:
    if not is_in_the_city(place):
        raise refusals.OutsideTheCity
    if despite_nearby:
        return
    near = reports_near(place, since=now - RECENT, until=now)
    if near:
        raise refusals.ReportedNearby(count=len(near))


def _source(photo: Photo, place: Place | None, said: PlaceSource) -> str:
    """How the place is known. That it comes from the photo is not the sender's to say."""
    if place is None:
        return ""
    if (place.latitude, place.longitude) == (photo.latitude, photo.longitude):
        return PlaceSource.PHOTO
    return said if said != PlaceSource.PHOTO else PlaceSource.MAP
