"""Keeps documents: a file under a title that there is already is its next version; what was kept stays.

Locks: the project, its design or the event.
"""

from datetime import datetime
from hashlib import sha256
from itertools import count

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from common.city_time import city_day, day_span
from common.typed.words import words
from projects.documents.kinds import Sent, kind_of
from projects.models import CarbonProject, DocumentVersion, Event, ProjectDesign
from projects.models.documents import LONGEST_NAME, LONGEST_TITLE
from projects.refusals import SameDocument, TitleMissing, TooManyDocuments

Documented = CarbonProject | ProjectDesign | Event
MOST_IN_A_DAY = 50
"""Files of a project by one person: whoever sends too many holds up neither another one nor tomorrow."""


def keep(
    sent: Sent, title: str, of: Documented, by: User, *, now: datetime, is_public: bool = False
) -> DocumentVersion:
    """Keeps a file as it was sent. Whether a document is public is said with its first version.

    Raises `TitleMissing`, `SameDocument`, `TooManyDocuments`, and why a file is not taken; then nothing is kept.
    """
    title = words(title)[:LONGEST_TITLE]
    if not title:
        raise TitleMissing
    kind = kind_of(sent)
    with transaction.atomic():
        documents = _locked(of).documents
        today = DocumentVersion.objects.filter(
            document__in=documents.all(), by=by, kept_at__gte=day_span(city_day(now))[0]
        )
        if today.count() >= MOST_IN_A_DAY:
            raise TooManyDocuments(most=MOST_IN_A_DAY)
        document, _is_new = documents.get_or_create(title=title, defaults={"is_public": is_public})
        version = DocumentVersion(document=document, kind=kind, name=sent.name[-LONGEST_NAME:], by=by, kept_at=now)
        return _keep(version, sent.content)


def keep_anew(sent: Sent, title: str, of: Documented, by: User, *, now: datetime, is_public: bool) -> DocumentVersion:
    """As `keep`, never as the next version of what somebody else has called the same: then with a number behind."""
    with transaction.atomic():
        taken = set(_locked(of).documents.filter(title__startswith=title).values_list("title", flat=True))
        names = (title if number == 1 else f"{title} {number}" for number in count(1))
        return keep(sent, next(name for name in names if name not in taken), of, by, now=now, is_public=is_public)


def _locked(of: Documented) -> Documented:
    model: type[Documented] = type(of)
    return model.objects.select_for_update(no_key=True, of=("self",)).get(pk=of.pk)


def _keep(version: DocumentVersion, content: bytes) -> DocumentVersion:
    """The row first: where the database refuses it, no file lies about."""
    latest = version.document.versions.order_by("-number").first()
    version.number = latest.number + 1 if latest else 1
    version.sha256, version.size_bytes = sha256(content).hexdigest(), len(content)
    if latest and latest.sha256 == version.sha256:
        raise SameDocument(version=latest.number)
    version.save()
    default_storage.save(version.path, ContentFile(content))
    return version
