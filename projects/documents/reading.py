"""Documents as they are read: who may, and that a file is the very one whose hash was written down."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Prefetch, QuerySet

from projects.documents.keeping import Documented
from projects.models import Document, DocumentVersion, Redaction
from projects.refusals import DocumentChanged


def opened(version: DocumentVersion) -> File:
    """The file at its beginning. Raises `DocumentChanged` where it is not the one that was kept, or is gone."""
    try:
        file = default_storage.open(version.path, "rb")
    except OSError as error:
        raise DocumentChanged(title=version.document.title) from error
    digest = sha256()
    for piece in file.chunks():
        digest.update(piece)
    if digest.hexdigest() != version.sha256:
        file.close()
        raise DocumentChanged(title=version.document.title)
    file.seek(0)
    return file


def told(of: Documented) -> QuerySet[Document]:
    """By title, each with its versions as `told`, the latest first."""
    versions = DocumentVersion.objects.select_related("document", "redaction").order_by("-number")
    return of.documents.order_by("title").prefetch_related(Prefetch("versions", versions, to_attr="told"))


def latest_of(of: Documented) -> QuerySet[DocumentVersion]:
    """Of each document the latest version, by title."""
    rows = DocumentVersion.objects.filter(document__in=of.documents.all()).select_related("document")
    return rows.order_by("document__title", "-number").distinct("document__title")


def with_redactions(named: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Documents as a version names them, each with its redaction or none; one question for all."""
    ids = [one["public_id"] for one in named]
    found = {row.number: row for row in Redaction.objects.filter(version__public_id__in=ids).select_related("version")}
    return [{**one, "redaction": found.get(one["public_id"])} for one in named]
