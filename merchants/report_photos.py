"""The photo of a cause's report: redrawn before it is kept, and named for what it holds."""

from hashlib import sha256

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from common.pictures import darkroom
from common.pictures.cleaning import Unusable
from common.pictures.refusals import UNUSABLE, PhotoTooLarge
from merchants.models import CauseReport

FOLDER = "cause-report-photos"
LONGEST_SIDE_PX = 1280
MEGABYTE = 1024**2


def kept(report: CauseReport, content: bytes) -> str:
    """Keeps a clean copy, and returns its name. Raises `DomainError`, keeping nothing."""
    if len(content) > settings.PHOTO_MAX_BYTES:
        raise PhotoTooLarge(megabytes=settings.PHOTO_MAX_BYTES // MEGABYTE)
    try:
        [jpeg] = darkroom.clean_copies(content, longest_sides_px=[LONGEST_SIDE_PX])
    except Unusable as unusable:
        raise UNUSABLE[unusable.reason] from unusable
    name = sha256(report.public_id.encode() + jpeg).hexdigest()[:32]
    if not default_storage.exists(_path(name)):
        default_storage.save(_path(name), ContentFile(jpeg))
    return name


def file_of(report: CauseReport) -> File:
    """Opened. Raises `OSError` where it is gone."""
    return default_storage.open(_path(report.photo), "rb")


def _path(name: str) -> str:
    return f"{FOLDER}/{name}.jpg"
