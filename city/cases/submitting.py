"""An organisation hands in a case, with its consent to publish it, and may withdraw it whenever it likes.

Locks: the organisation, so that no more wait than may.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from city.cases.model import CaseSubmission, SubmissionStatus
from city.cases.refusals import CaseDecided, TooManyCases
from common.pictures import darkroom
from common.pictures.cleaning import Unusable
from common.pictures.refusals import UNUSABLE
from projects.models import Organisation, Part
from projects.organisations.access import check_acts

MOST_WAITING = 5
LONGEST_SIDE_PX = 1600
MAY = (Part.OWNER, Part.RELEASER)
"""Who speaks for it in public."""


def submit(
    *, organisation: Organisation, document: Mapping[str, Any], photo: bytes, by: User, now: datetime
) -> CaseSubmission:
    """`photo` may be empty; of another only a clean copy of its pixels is kept.

    Raises `NotYourPart`, `NotApproved`, `TooManyCases`, and why a photo is not taken; then nothing is kept.
    """
    picture = _clean(photo) if photo else b""
    with transaction.atomic():
        locked = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        check_acts(locked, by, *MAY)
        if CaseSubmission.objects.waiting().filter(organisation=locked).count() >= MOST_WAITING:
            raise TooManyCases(most=MOST_WAITING)
        digest = sha256(picture).hexdigest() if picture else ""
        said = {"organisation": locked, "document": dict(document), "photo_sha256": digest}
        made = CaseSubmission.objects.create(**said, by=by, submitted_at=now)
        if picture:
            # The row first: where the database refuses it, no file lies about.
            default_storage.save(made.photo_path, ContentFile(picture))
    return made


@transaction.atomic
def withdraw(submission: CaseSubmission, *, by: User, now: datetime) -> CaseSubmission:
    """Out of the desk's way and out of the book; twice changes nothing. Raises `NotYourPart`, `CaseDecided`."""
    locked = CaseSubmission.objects.select_for_update(no_key=True).get(pk=submission.pk)
    check_acts(locked.organisation, by, *MAY, even_suspended=True)
    if locked.status == SubmissionStatus.REFUSED:
        raise CaseDecided
    if locked.status != SubmissionStatus.WITHDRAWN:
        locked.status, locked.withdrawn_by, locked.withdrawn_at = SubmissionStatus.WITHDRAWN, by, now
        locked.save(update_fields=["status", "withdrawn_by", "withdrawn_at"])
    return locked


def _clean(photo: bytes) -> bytes:
    try:
        return darkroom.clean_copies(photo, longest_sides_px=[LONGEST_SIDE_PX])[0]
    except Unusable as unusable:
        raise UNUSABLE[unusable.reason] from unusable
