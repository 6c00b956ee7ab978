"""A PDF that is only to be read is told from one that does something, is locked, or is none."""

import zlib

import pytest

from common import documents
from common.pictures.cleaning import Unusable

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
ARCHIVE = b"PK\x05\x06" + bytes(18)


def document(body: bytes) -> bytes:
    return PDF.replace(b"endobj\n", b"endobj\n" + body + b"\n", 1)


def packed(objects: bytes, dictionary: bytes = b"/Type /ObjStm /Filter /FlateDecode") -> bytes:
    return document(b"2 0 obj\n<< " + dictionary + b" >>\nstream\n" + zlib.compress(objects) + b"\nendstream\nendobj")


@pytest.mark.parametrize(
    "content",
    [
        PDF,
        document(b"2 0 obj\n<< /OpenAction [3 0 R /Fit] /URI (https://example.org/) >>\nendobj"),
        document(b"2 0 obj\n<< /Length 9 >>\nstream\n /JS /XFA\nendstream\nendobj"),
        packed(b"1 0 << /Type /Page >>"),
    ],
    ids=["plain", "a link", "words in a picture", "packed objects"],
)
def test_what_is_only_to_be_read_is_taken(content):
    assert documents.judged(content) == ({}, b"")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-x", "no_document"),
        (PDF + b"PK\x03\x04 more", "no_document"),
        (PDF.replace(b"%%EOF", ARCHIVE + b"%%EOF"), "no_document"),
        (b"\n" + PDF, "no_document"),
        (document(b"<< /JavaScript (app.alert) >>"), "does_something"),
        (document(b"<< /S /J#61vaScript >>"), "does_something"),
        (document(b"<< /S /JS (x) >>"), "does_something"),
        (document(b"<< /S /Launch >>"), "does_something"),
        (document(b"<< /EmbeddedFiles 3 0 R >>"), "does_something"),
        (packed(b"1 0 << /S /JavaScript >>"), "does_something"),
        (packed(b"1 0 << /S /JavaScript >>", b"/Type /Obj#53tm /Filter [ /FlateDecode ]"), "does_something"),
        (packed(b"x", b"/Type /ObjStm /Filter [/ASCII85Decode /FlateDecode]"), "unreadable"),
        (packed(b"x", b"/Type /ObjStm /Filter /LZWDecode"), "unreadable"),
        (packed(bytes(40 * 1024**2)), "unreadable"),
        (document(b"<< >>\nstream\nand no end"), "unreadable"),
        (document(b"<< /Encrypt 5 0 R >>"), "locked_up"),
    ],
)
def test_what_does_more_is_refused(content, reason):
    with pytest.raises(Unusable) as refused:
        documents.judged(content)
    assert refused.value.reason == reason
