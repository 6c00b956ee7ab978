"""Pictures of campaigns and of their results: redrawn before they are kept, and named for what they hold."""

from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from campaigns.models import Campaign, Report
from campaigns.models.campaign import PUBLISHED
from common.pictures import darkroom
from common.pictures.cleaning import Unusable
from common.pictures.refusals import UNUSABLE, PhotoTooLarge

FOLDER = "campaign-pictures"
MEGABYTE = 1024**2
NAME_LENGTH = 32


class Size(StrEnum):
    WHOLE = "whole"
    SMALL = "small"


LONGEST_SIDES_PX = {Size.WHOLE: 1280, Size.SMALL: 480}


def keep(campaign: Campaign, *contents: bytes) -> list[str]:
    """Keeps clean copies of each and returns their names. Raises `DomainError`, keeping nothing of any.

    The caller has checked that they are wanted: nothing removes them.
    """
    cleaned = [_cleaned(content) for content in contents]
    return [_kept(campaign, copies) for copies in cleaned]


def is_shown(name: str, *, to_staff: bool) -> bool:
    """Whether a published campaign shows it, or to staff any."""
    campaigns = Campaign.objects.filter(picture=name)
    if not to_staff:
        campaigns = campaigns.filter(status__in=PUBLISHED)
    return campaigns.exists() or Report.objects.filter(pictures__contains=[name]).exists()


def file_of(name: str, size: Size) -> File:
    """A copy, opened. Raises `OSError` where it is gone."""
    return default_storage.open(_path(name, size), "rb")


def _cleaned(content: bytes) -> list[bytes]:
    if len(content) > settings.PHOTO_MAX_BYTES:
        raise PhotoTooLarge(megabytes=settings.PHOTO_MAX_BYTES // MEGABYTE)
    try:
        return darkroom.clean_copies(content, longest_sides_px=list(LONGEST_SIDES_PX.values()))
    except Unusable as unusable:
        raise UNUSABLE[unusable.reason] from unusable


def _kept(campaign: Campaign, copies: Sequence[bytes]) -> str:
    name = sha256(campaign.public_id.encode() + copies[0]).hexdigest()[:NAME_LENGTH]
    for size, jpeg in zip(LONGEST_SIDES_PX, copies, strict=True):
        if not default_storage.exists(_path(name, size)):
            default_storage.save(_path(name, size), ContentFile(jpeg))
    return name


def _path(name: str, size: Size) -> str:
    return f"{FOLDER}/{size}/{name}.jpg"
