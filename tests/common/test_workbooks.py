"""An XLSX workbook that is only to be read is told from one that does something, is locked, or is none."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from common import spreadsheets, workbooks
from common.pictures.cleaning import Unusable

PARTS = ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml")


def archive(*more: str, parts: tuple[str, ...] = PARTS) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as opened:
        for name in (*parts, *more):
            opened.writestr(name, "<x/>")
    return written.getvalue()


def locked() -> bytes:
    """The flag of encryption on each part of the directory."""
    return archive().replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")


def swollen(each: int = 70 * 1024**2) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", compression=8) as opened:
        for name in PARTS:
            opened.writestr(name, bytes(each))
    return written.getvalue()


def test_what_is_only_to_be_read_is_taken():
    with spreadsheets.written(["日期", "读数"], [["2026-01-01", 12]]) as book:
        assert workbooks.judged(book.read()) == ({}, b"")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 and no archive", "no_workbook"),
        (archive(parts=("word/document.xml", "[Content_Types].xml")), "no_workbook"),
        (b"MZ" + archive(), "no_workbook"),
        (archive("xl/vbaProject.bin"), "does_something"),
        (archive("xl/embeddings/oleObject1.bin"), "does_something"),
        (archive("xl/externalLinks/externalLink1.xml"), "does_something"),
        (archive("xl/activeX/activeX1.xml"), "does_something"),
        (archive(*(f"xl/{number}.xml" for number in range(2_000))), "too_much"),
        (swollen(), "too_much"),
        (swollen(2 * 1024**2), "too_much"),
        (locked(), "locked_up"),
    ],
    ids=[
        "torn",
        "a letter",
        "behind a program",
        "macros",
        "embedded",
        "linked",
        "active",
        "parts",
        "bomb",
        "small bomb",
        "locked",
    ],
)
def test_what_does_more_is_refused(content, reason):
    with pytest.raises(Unusable) as refused:
        workbooks.judged(content)
    assert refused.value.reason == reason
