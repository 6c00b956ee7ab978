"""Tells a photo from a file that was built to be a photo and something else at once. Pure.

Pixels are as good as random, and a few bytes of them will spell anything: `<html` or `%pdf-` stand in one of some
thousand photos. So a thing is looked for where its readers look for it, and with as much of it as they need.
"""

import re
import struct
from collections.abc import Callable, Mapping

from common.pictures import jpeg

# What a browser, an interpreter or a viewer goes by, wherever it stands: a tag or a program with a line's worth of text
# behind it, a script's whole tag, a document with its version. Chance writes the first five bytes, but hardly the rest.
_SIGN = rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})"
TONGUE = re.compile(
    rb"<html[\s>]" + _SIGN + rb"{10}|<\?php\s" + _SIGN + rb"{8}|<script[\s/>]|%pdf-\d\.\d",
    re.IGNORECASE,
)

# Behind the picture: what is long enough to be meant is found anywhere, the rest only where something begins.
PACKED = re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\xfd7zXZ\x00|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|BZh\d1AY&SY")
BEGINNINGS = (b"PK\x03\x04", b"\x1f\x8b\x08", b"\x7fELF", b"%PDF-", b"\xca\xfe\xba\xbe", b"!<arch>\n", b"#!/")

DIRECTORY_ENDS, DIRECTORY, LOCATOR = b"PK\x05\x06", b"PK\x01\x02", b"PK\x06\x07"
LAST_RECORD = struct.Struct("<4s4H2LH")
LONGEST_COMMENT = 65_535
LOCATOR_BYTES = 20

PNG, BOXES = b"\x89PNG\r\n\x1a\n", frozenset({b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip", b"uuid", b"idat"})


def is_more_than_a_photo(content: bytes) -> bool:
    """Whether the file says something to others than to who looks at a picture."""
    return TONGUE.search(content) is not None or ends_as_archive(content) or _goes_on_as_another_file(content)


def ends_as_archive(content: bytes) -> bool:
    """A ZIP is read from its end: a last record, which names the directory that stands before it."""
    first = max(len(content) - LAST_RECORD.size - LONGEST_COMMENT, 0)
    at = content.rfind(DIRECTORY_ENDS, first)
    while at >= 0:
        if _names_a_directory(content, at):
            return True
        at = content.rfind(DIRECTORY_ENDS, first, at)
    return False


def _names_a_directory(content: bytes, at: int) -> bool:
    if len(content) - at < LAST_RECORD.size:
        return False
    *_before, entries, length, _start, _comment = LAST_RECORD.unpack_from(content, at)
    if at >= LOCATOR_BYTES and content.startswith(LOCATOR, at - LOCATOR_BYTES):
        return True
    if not entries:
        return bool(length == 0)
    return bool(length <= at and content.startswith(DIRECTORY, at - length))


def _goes_on_as_another_file(content: bytes) -> bool:
    """Phones write much behind a picture, such as its depth or a film of its moment; an archive or a program never."""
    for begins, end_of in ENDS.items():
        if content.startswith(begins, 4 if begins == b"ftyp" else 0):
            behind = content[end_of(content) :]
            return PACKED.search(behind) is not None or behind.lstrip(b"\0").startswith(BEGINNINGS)
    return False


# Where a picture ends, by the rules of its format; one that breaks off has no end but the file's


def _end_of_jpeg(content: bytes) -> int:
    parts = jpeg.parts_of(content)
    return parts.end if parts is not None and parts.end is not None else len(content)


def _end_of_png(content: bytes) -> int:
    at = len(PNG)
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">L4s", content, at)
        at += 12 + length
        if kind == b"IEND":
            return at
    return len(content)


def _end_of_riff(content: bytes) -> int:
    return 8 + int.from_bytes(content[4:8], "little")


def _end_of_boxes(content: bytes) -> int:
    at = 0
    while at + 8 <= len(content):
        length, kind = struct.unpack_from(">L4s", content, at)
        if kind not in BOXES:
            return at
        if length == 1 and at + 16 <= len(content):
            length = int.from_bytes(content[at + 8 : at + 16])
        if length < 8:
            break
        at += length
    return min(at, len(content)) if at else len(content)


ENDS: Mapping[bytes, Callable[[bytes], int]] = {
    jpeg.BEGINS: _end_of_jpeg,
    PNG: _end_of_png,
    b"RIFF": _end_of_riff,
    b"ftyp": _end_of_boxes,
}
"""By what a file begins with; boxes begin with their length."""
