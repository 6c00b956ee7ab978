"""Photos taken in at noon, into a folder of the test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.models import User
from channels.photo_reports.photo_purposes import PHOTO_REPORT
from evidence import photos
from evidence.models import Photo
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path) -> Path:
    """Where this test's uploads lie."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture
def files(uploads) -> Callable[[], list[Path]]:
    """What lies in the storage now."""
    return lambda: sorted(path for path in uploads.rglob("*") if path.is_file())


def take(citizen: User, content: bytes, now=NOW) -> Photo:
    return photos.take_in(citizen=citizen, content=content, purpose=PHOTO_REPORT, now=now)


def use(photo: Photo, now=NOW) -> Photo:
    """The photo as evidence of something."""
    photo.used_at = now
    photo.save(update_fields=["used_at"])
    return photo
