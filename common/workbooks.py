"""Tells an XLSX workbook that is only to be read from one that carries a program or another file, or is none at all.

Pure, and without Django: it runs in a process of its own (`common/pictures/darkroom.py`), as
`python -m common.workbooks` with the sent file on standard input. The archive's directory is read and nothing unpacked.
"""

import sys
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from common.pictures.cleaning import Unusable, answer

BEGINS = b"PK\x03\x04"
WORKBOOK = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
"""What is in every one."""
ACTING = ("vbaproject.bin", "/embeddings/", "/activex/", "/externallinks/", "/macrosheets/", ".exe", ".dll", ".js")
"""Parts of names by which a workbook runs something, carries another file or reads one elsewhere."""
MOST_PARTS = 2_000
MOST_UNPACKED = 200 * 1024**2
MOST_SWELLING, SMALL = 200, 1024**2
"""How many times its size a part unpacks to, beyond what is small: text of spreadsheets comes to twenty times."""
NO_WORKBOOK, TOO_MUCH, LOCKED_UP, DOES_SOMETHING = "no_workbook", "too_much", "locked_up", "does_something"
"""Why one is `Unusable`, as a stable code."""
LOOKING = ("-m", "common.workbooks")
"""What the darkroom runs."""
ENCRYPTED = 0x1


def judged(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Nothing is said of a workbook that is only to be read. Raises `Unusable`."""
    try:
        parts = ZipFile(BytesIO(content)).infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unusable(NO_WORKBOOK) from error
    if not content.startswith(BEGINS) or not {part.filename for part in parts} >= WORKBOOK:
        raise Unusable(NO_WORKBOOK)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED or any(map(_swells, parts)):
        raise Unusable(TOO_MUCH)
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise Unusable(LOCKED_UP)
    if any(acting in f"/{part.filename.lower()}" for part in parts for acting in ACTING):
        raise Unusable(DOES_SOMETHING)
    return {}, b""


def _swells(part: ZipInfo) -> bool:
    return part.file_size > max(SMALL, MOST_SWELLING * part.compress_size)


if __name__ == "__main__":
    answer(judged, sys.stdin.buffer, sys.stdout.buffer)
