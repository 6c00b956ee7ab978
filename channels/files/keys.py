"""What a file holds, whatever its name: the same records are taken from one account only, for all time."""

from collections.abc import Iterator
from uuid import UUID

from accounts.models import User
from accounts.pseudonyms import pseudonyms
from activities.gate.drafts import Draft
from channels.files.formats.base import FileFormat
from channels.files.formats.singular import ONE_OF_A_KIND, digits_of
from channels.files.formats.table import Table
from channels.files.models import FileKey, ImportJob
from channels.files.refusals import FileCountedAlready
from common.errors import DomainError


def digests_of(read: Table, file_format: FileFormat) -> tuple[UUID, ...]:
    """Pseudonyms of the acts that a file tells of, in any order and format; none where anybody could write the same."""
    drafts = list(_drafts(read, file_format))
    if digits_of(*drafts) < ONE_OF_A_KIND:
        return ()
    told = sorted(
        f"{draft.scenario} {draft.started_at.timestamp()} {draft.ended_at.timestamp()} {sorted(draft.values.items())}"
        for draft in drafts
    )
    return pseudonyms("\n".join(["file", *dict.fromkeys(told)]))


def lock(digests: tuple[UUID, ...], *, citizen: User) -> FileKey | None:
    """The key of what a file holds, made where it is new, locked until the transaction ends.

    Of two accounts that send the same at once the second waits here. Raises `FileCountedAlready`.
    """
    if not digests:
        return None
    known = FileKey.objects.select_for_update().filter(digest__in=digests).order_by("digest")
    if not known:
        FileKey.objects.bulk_create([FileKey(digest=digests[0], citizen_id=citizen.pk)], ignore_conflicts=True)
    key = known.all()[0]
    if key.citizen_id != citizen.pk and _has_counted(key):
        raise FileCountedAlready
    return key


def keep(key: FileKey, job: ImportJob) -> None:
    """What the key stands for is counted by this upload, unless it was by an earlier one."""
    if not _has_counted(key):
        key.citizen_id, key.job_id = job.citizen_id, job.pk
        key.save(update_fields=["citizen_id", "job_id"])


def _has_counted(key: FileKey) -> bool:
    """A file of which nothing became an act has not; one that is being read may yet, one that was erased may have."""
    if key.job_id is None:
        return False
    job = ImportJob.objects.filter(pk=key.job_id).first()
    return job is None or job.is_unfinished or job.recorded + job.repeated > 0


def _drafts(read: Table, file_format: FileFormat) -> Iterator[Draft]:
    """The acts of the rows that can be read, but for those that tell no number."""
    rows = file_format.rows(read)
    for line in read.lines:
        try:
            draft = file_format.draft(rows.of(line))
        except DomainError:
            continue
        if draft is not None and all(isinstance(value, int) for value in draft.values.values()):
            yield draft
