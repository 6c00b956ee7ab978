"""Counts what a picture is put together from, before a decoder goes through it piece by piece. Pure.

A few bytes can make work for each pixel: a JPEG's scan of twelve bytes goes over the whole picture once more, and an
empty chunk of a PNG is handled like a full one. Cameras and editors write few pieces, and large ones.
"""

import struct
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from common.pictures import jpeg

MOST_PIECES = 10_000
"""A photo of 15 MB in chunks of 8 kB, as libpng writes them, has about 1,900."""
MOST_SCANS = 32
"""Progressive photos have about ten."""

PNG = b"\x89PNG\r\n\x1a\n"


def has_too_many_pieces(content: bytes) -> bool:
    """Whether decoding the file would be far more work than its pixels are."""
    for begins, pieces in PIECES.items():
        if content.startswith(begins, 4 if begins == b"ftyp" else 0):
            found = list(islice(pieces(content), MOST_PIECES + 1))
            return len(found) > MOST_PIECES or (begins == jpeg.BEGINS and found.count(jpeg.SCAN) > MOST_SCANS)
    return False


def _segments(content: bytes) -> Iterator[int]:
    return (segment.marker for segment in jpeg.segments_of(content))


def _chunks(content: bytes) -> Iterator[int]:
    at = len(PNG)
    while at + 8 <= len(content):
        yield at
        at += 12 + int.from_bytes(content[at : at + 4])


def _riff_chunks(content: bytes) -> Iterator[int]:
    at = 12
    while at + 8 <= len(content):
        yield at
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        at += 8 + length + length % 2


def _boxes(content: bytes) -> Iterator[int]:
    at = 0
    while at + 8 <= len(content):
        yield at
        length = struct.unpack_from(">L", content, at)[0]
        if length == 1:
            length = int.from_bytes(content[at + 8 : at + 16])
        if length < 8:
            return
        at += length


PIECES: Mapping[bytes, Callable[[bytes], Iterator[int]]] = {
    jpeg.BEGINS: _segments,
    PNG: _chunks,
    b"RIFF": _riff_chunks,
    b"ftyp": _boxes,
}
"""By what a file begins with; boxes begin with their length."""
