"""Documents that an adjustment rests on: distrusted, kept as clean copies under names of ours, and read by few."""

from collections.abc import Sequence
from hashlib import sha256

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from common.attached import Clean, Sent
from common.attached import cleaned as cleaned_one
from credits import refusals
from credits.adjusting.models import LONGEST_NAME, Adjustment, Attachment

MOST = 5


def cleaned(files: Sequence[Sent]) -> list[Clean]:
    """What can be kept of each, in their order.

    Raises `AttachmentMissing`, `TooManyAttachments`, `AttachmentsTooLarge`, or why one cannot be kept.
    """
    if not files:
        raise refusals.AttachmentMissing
    if len(files) > MOST:
        raise refusals.TooManyAttachments(most=MOST)
    if sum(len(file.content) for file in files) > settings.ADJUSTMENT_MAX_BYTES:
        raise refusals.AttachmentsTooLarge(megabytes=megabytes())
    return [cleaned_one(Sent(file.name[-LONGEST_NAME:], file.content)) for file in files]


def megabytes() -> int:
    """How large they may be together."""
    return int(settings.ADJUSTMENT_MAX_BYTES) // 1024**2


def keep(adjustment: Adjustment, clean: Sequence[Clean]) -> None:
    """In the transaction of the draft; where that fails, no file of it stays."""
    kept: list[str] = []
    try:
        for one in clean:
            kept.append(_keep(adjustment, one).path)
    except Exception:
        for path in kept:
            default_storage.delete(path)
        raise


def file_of(attachment: Attachment) -> File:
    """The kept copy, opened. Raises `OSError` where it is gone."""
    return default_storage.open(attachment.path, "rb")


def _keep(adjustment: Adjustment, clean: Clean) -> Attachment:
    digest = sha256(clean.content).hexdigest()
    size = len(clean.content)
    kept = Attachment(adjustment=adjustment, name=clean.name, kind=clean.kind, size_bytes=size, sha256=digest)
    kept.save()
    default_storage.save(kept.path, ContentFile(clean.content))
    return kept
