"""Takes an uploaded file in: what cannot be read at all is refused at once, the rest waits to be read row by row."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from channels.files import keys, refusals
from channels.files.formats import recognition
from channels.files.models import LONGEST_NAME, ImportJob
from channels.files.refusals import TooManyFiles
from channels.files.waking import announce
from common import turns
from common.typed.words import words

MOST_A_DAY = 20
ONE_DAY = timedelta(days=1)


def upload(*, citizen: User, name: str, content: bytes, now: datetime) -> ImportJob:
    """Keeps the file and has it read. Raises `DomainError`, then nothing is kept: where it holds no table that we know,
    or one that was counted for another account.

    `name` is the sender's word and only ever shown to them.
    """
    if len(content) > settings.IMPORT_MAX_BYTES:
        raise refusals.FileTooLarge(megabytes=settings.IMPORT_MAX_BYTES // 1024**2)
    with turns.heavy.taken():
        found, read = recognition.read(content)
        if not read.lines:
            raise refusals.NoRows
        found.check(read)
        digests = keys.digests_of(read, found)
    job = ImportJob(
        citizen=citizen,
        format_code=found.code,
        name=_printable(name),
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        header=list(read.header),
        rows_total=len(read.lines),
        created_at=now,
    )
    with transaction.atomic():
        _check_how_many(citizen, now)
        key = keys.lock(digests, citizen=citizen)
        job.file.save("", ContentFile(content), save=False)
        job.save()
        if key is not None:
            keys.keep(key, job)
        announce(job.pk)
    return job


def earlier_upload(job: ImportJob) -> ImportJob | None:
    """The same file, uploaded by the same citizen before."""
    same = ImportJob.objects.of(job.citizen_id).filter(sha256=job.sha256, pk__lt=job.pk)
    return same.order_by("pk").first()


def _check_how_many(citizen: User, now: datetime) -> None:
    """Takes the citizen's lock, so that files sent at the same moment are counted one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=citizen.pk)
    newest = ImportJob.objects.of(citizen.pk).order_by("-pk")[:MOST_A_DAY]
    times = list(newest.values_list("created_at", flat=True))
    if len(times) == MOST_A_DAY and times[-1] > now - ONE_DAY:
        raise TooManyFiles(most=MOST_A_DAY)


def _printable(name: str) -> str:
    """The name on one line, without control, direction and other unseen characters."""
    return " ".join(words(name).split())[:LONGEST_NAME]
