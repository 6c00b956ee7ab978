"""Takes a JPEG apart by its segments, without decoding it: its bare picture, its EXIF, and where it ends. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

BEGINS = b"\xff\xd8\xff"
EXIF = b"Exif\0\0"
END, SCAN, EXIF_SEGMENT = 0xD9, 0xDA, 0xE1
# JFIF and Adobe say how the colours are to be read. Whatever else programs and people noted does not touch the pixels.
COLOURS = frozenset({0xE0, 0xEE})
NOTES = frozenset({*range(0xE0, 0xF0), 0xFE}) - COLOURS
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers that nothing follows."""
# Within a scan 0xFF is followed by zero, or by the number of a restart. Of several in a row the last one counts: to
# look for all of them would take the square of their number.
SCAN_ENDS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


@dataclass(frozen=True, slots=True)
class Segment:
    """Its marker, and where it stands with all that belongs to it."""

    marker: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parts:
    """`bare` is the picture without notes and without what follows it; `end` is nothing where it breaks off."""

    bare: bytes
    exif: bytes
    end: int | None


def parts_of(content: bytes) -> Parts | None:
    """The parts of a JPEG; nothing where it is none."""
    if not content.startswith(BEGINS):
        return None
    segments = list(segments_of(content))
    bare = [content[each.start : each.end] for each in segments if each.marker not in NOTES]
    notes = [content[each.start + 4 : each.end] for each in segments if each.marker == EXIF_SEGMENT]
    exif = b"".join(note.removeprefix(EXIF) for note in notes if note.startswith(EXIF))
    is_whole = bool(segments) and segments[-1].marker == END
    return Parts(content[:2] + b"".join(bare), exif, segments[-1].end if is_whole else None)


def segments_of(content: bytes) -> Iterator[Segment]:
    """To the end of the picture, or to where it breaks off."""
    at = 2
    while (start := content.find(b"\xff", at)) >= 0:
        at = start + 1
        while content[at : at + 1] == b"\xff":
            at += 1
        if at >= len(content):
            return
        marker = content[at]
        at += 1
        if marker not in ALONE and marker != END:
            at += max(int.from_bytes(content[at : at + 2]), 2)
        if marker == SCAN:
            found = SCAN_ENDS.search(content, at)
            at = found.start() if found else len(content)
        yield Segment(marker, start, at)
        if marker == END:
            return
