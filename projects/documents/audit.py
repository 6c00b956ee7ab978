"""Proves the files of documents: each is there, and is the one whose hash was written down."""

from collections.abc import Iterator

from common.audit import Finding
from projects.documents.reading import opened
from projects.models import DocumentVersion
from projects.refusals import DocumentChanged

CODES = ["document_is_not_its_file"]


def findings() -> Iterator[Finding]:
    rows = DocumentVersion.objects.select_related("document").order_by("pk")
    for version in rows.iterator(chunk_size=200):
        try:
            opened(version).close()
        except DocumentChanged:
            yield Finding(
                CODES[0],
                f"version {version.number} of document {version.document_id}: {version.path} is not what was kept",
            )
