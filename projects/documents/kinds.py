"""What a sent file is, by its content: its name says nothing. What is none of the kinds is refused."""

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings

from common import documents, read_only, workbooks
from common.pictures import darkroom
from common.pictures.cleaning import Unusable
from common.pictures.refusals import UNUSABLE
from projects.models import FileKind
from projects.refusals import ActingWorkbook, DocumentTooLarge, EmptyDocument, NotATable, NotTaken, UselessWorkbook

PICTURES = {b"\xff\xd8\xff": FileKind.JPEG, b"\x89PNG\r\n\x1a\n": FileKind.PNG}
ANY_SIDE_PX = 2048
ENCODINGS = ("utf-8-sig", "gb18030")
CONTROLS = frozenset(map(chr, range(32))) - set("\t\r\n")
MEGABYTE = 1024**2
CONTENT_TYPES: Mapping[str, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv; charset=utf-8",
}


class Sent(NamedTuple):
    """A file as somebody sent it."""

    name: str
    content: bytes


def too_large() -> DocumentTooLarge:
    return DocumentTooLarge(megabytes=settings.PROJECT_FILE_MAX_BYTES // MEGABYTE)


def kind_of(sent: Sent) -> FileKind:
    """What it is, looked into. Raises why it is not taken."""
    if not sent.content:
        raise EmptyDocument(name=sent.name)
    if len(sent.content) > settings.PROJECT_FILE_MAX_BYTES:
        raise too_large()
    if sent.content.startswith(documents.BEGINS):
        read_only.check(sent.name, sent.content)
        return FileKind.PDF
    for begins, kind in PICTURES.items():
        if sent.content.startswith(begins):
            return _picture(sent, kind)
    return _workbook(sent) if sent.content.startswith(workbooks.BEGINS) else _table(sent)


def _picture(sent: Sent, kind: FileKind) -> FileKind:
    """It can be seen, and is nothing else besides. The file itself is kept: its hash is that of what was sent."""
    try:
        darkroom.clean_copies(sent.content, longest_sides_px=[ANY_SIDE_PX])
    except Unusable as unusable:
        raise UNUSABLE[unusable.reason] from unusable
    return kind


def _workbook(sent: Sent) -> FileKind:
    try:
        darkroom.run(workbooks.LOOKING, sent.content)
    except Unusable as unusable:
        if unusable.reason == workbooks.NO_WORKBOOK:
            raise NotTaken(name=sent.name) from unusable
        is_acting = unusable.reason == workbooks.DOES_SOMETHING
        raise (ActingWorkbook if is_acting else UselessWorkbook)(name=sent.name) from unusable
    return FileKind.XLSX


def _table(sent: Sent) -> FileKind:
    """Text of lines with columns, in one of the two writings that spreadsheets save."""
    text = _text(sent)
    if text.lstrip().startswith("<") or not any(mark in text for mark in ",;\t"):
        raise NotATable(name=sent.name) if sent.name.lower().endswith(".csv") else NotTaken(name=sent.name)
    return FileKind.CSV


def _text(sent: Sent) -> str:
    for encoding in ENCODINGS:
        try:
            text = sent.content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROLS & set(text):
            return text
    raise NotTaken(name=sent.name)
